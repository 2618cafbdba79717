<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Cli</name>
    <message numerus="yes">
        <source>The chat is longer than the model can read: the oldest %Ln messages are left out.</source>
        <translation>
            <numerusform>The chat is longer than the model can read: the oldest message is left out.</numerusform>
            <numerusform>The chat is longer than the model can read: the oldest %Ln messages are left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln cores</source>
        <translation>
            <numerusform>%Ln core</numerusform>
            <numerusform>%Ln cores</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln replies</source>
        <translation>
            <numerusform>%Ln reply</numerusform>
            <numerusform>%Ln replies</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message numerus="yes">
        <source>%Ln tokens</source>
        <translation>
            <numerusform>%Ln token</numerusform>
            <numerusform>%Ln tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MessageItem</name>
    <message numerus="yes">
        <source>Sotto closed while this was being written. These %Ln tokens were kept.</source>
        <translation>
            <numerusform>Sotto closed while this was being written. This one token was kept.</numerusform>
            <numerusform>Sotto closed while this was being written. These %Ln tokens were kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reading %Ln tokens…</source>
        <translation>
            <numerusform>Reading %Ln token…</numerusform>
            <numerusform>Reading %Ln tokens…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sotto::AboutCard</name>
    <message numerus="yes">
        <source>%1, %n layers and the output</source>
        <translation>
            <numerusform>%1, %n layer and the output</numerusform>
            <numerusform>%1, %n layers and the output</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sotto::Application</name>
    <message numerus="yes">
        <source>The chats were damaged. %n of them were rescued; the damaged file was set aside in %1.</source>
        <translation>
            <numerusform>The chats were damaged. One of them was rescued; the damaged file was set aside in %1.</numerusform>
            <numerusform>The chats were damaged. %n of them were rescued; the damaged file was set aside in %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sotto::ChatPage</name>
    <message numerus="yes">
        <source>Copied %Ln lines</source>
        <translation>
            <numerusform>Copied %Ln line</numerusform>
            <numerusform>Copied %Ln lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sotto::CommandPalette</name>
    <message numerus="yes">
        <source>%Ln results</source>
        <translation>
            <numerusform>%Ln result</numerusform>
            <numerusform>%Ln results</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sotto::EnergyPage</name>
    <message numerus="yes">
        <source>Unload after %Ln min</source>
        <translation>
            <numerusform>Unload after %Ln min</numerusform>
            <numerusform>Unload after %Ln min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln replies in another currency</source>
        <translation>
            <numerusform>%Ln reply in another currency</numerusform>
            <numerusform>%Ln replies in another currency</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At this rate %1 of hardware is paid for in %Ln days</source>
        <translation>
            <numerusform>At this rate %1 of hardware is paid for in %Ln day</numerusform>
            <numerusform>At this rate %1 of hardware is paid for in %Ln days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At this rate %1 of hardware is paid for in %Ln weeks</source>
        <translation>
            <numerusform>At this rate %1 of hardware is paid for in %Ln week</numerusform>
            <numerusform>At this rate %1 of hardware is paid for in %Ln weeks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At this rate %1 of hardware is paid for in %Ln months</source>
        <translation>
            <numerusform>At this rate %1 of hardware is paid for in %Ln month</numerusform>
            <numerusform>At this rate %1 of hardware is paid for in %Ln months</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln replies are estimated from what the program computed.</source>
        <translation>
            <numerusform>%Ln reply is estimated from what the program computed.</numerusform>
            <numerusform>%Ln replies are estimated from what the program computed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of %Ln replies a part was not seen by any sensor.</source>
        <translation>
            <numerusform>Of %Ln reply a part was not seen by any sensor.</numerusform>
            <numerusform>Of %Ln replies a part was not seen by any sensor.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln replies were not read and are in no sum.</source>
        <translation>
            <numerusform>%Ln reply was not read and is in no sum.</numerusform>
            <numerusform>%Ln replies were not read and are in no sum.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sotto::EnergySection</name>
    <message numerus="yes">
        <source>%Ln replies of this month were not read</source>
        <translation>
            <numerusform>%Ln reply of this month was not read</numerusform>
            <numerusform>%Ln replies of this month were not read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sotto::FileCard</name>
    <message numerus="yes">
        <source>%1, %n files</source>
        <translation>
            <numerusform>%1, %n file</numerusform>
            <numerusform>%1, %n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sotto::HardwareSettings</name>
    <message numerus="yes">
        <source>%Ln cores</source>
        <translation>
            <numerusform>%Ln core</numerusform>
            <numerusform>%Ln cores</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>After %Ln minutes</source>
        <translation>
            <numerusform>After %Ln minute</numerusform>
            <numerusform>After %Ln minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sotto::MetersPanel</name>
    <message numerus="yes">
        <source>%Ln cores</source>
        <translation>
            <numerusform>%Ln core</numerusform>
            <numerusform>%Ln cores</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sotto::TranscriptView</name>
    <message numerus="yes">
        <source>The model’s memory begins here · %Ln messages left out</source>
        <translation>
            <numerusform>The model’s memory begins here · %Ln message left out</numerusform>
            <numerusform>The model’s memory begins here · %Ln messages left out</numerusform>
        </translation>
    </message>
</context>
</TS>

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

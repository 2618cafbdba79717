"""Runs llama.cpp's llama-server on this machine's loopback and asks it. Standard library only."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from guide_data import Question
from verdict import Reply, whole_probability

SLOTS = 8  # questions that are answered at the same time
CONTEXT = 1024  # of each
MOST_TOKENS = 200  # of an answer; the longest written one has fewer
START_SECONDS = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class LlamaServer:
    """`with LlamaServer(file, log) as server:`. OSError if it does not start; the log says why."""

    def __init__(self, model: Path, log: Path, threads: int = 1):
        self._port = free_port()
        self._log = log.open("w", encoding="utf-8")
        command = ["llama-server", "-m", str(model), "--host", "127.0.0.1", "--port", str(self._port), "--offline", "--no-ui",
                   "-np", str(SLOTS), "-c", str(SLOTS * CONTEXT), "-t", str(threads), "-tb", str(threads),
                   "-ngl", "0", "-fit", "off"]
        self._process = subprocess.Popen(command, stdout=self._log, stderr=subprocess.STDOUT,
                                         env={**os.environ, "OMP_NUM_THREADS": str(threads)})

    def __enter__(self) -> LlamaServer:
        try:
            self._await_ready()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()

    def _await_ready(self) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self._process.poll() is not None:
                raise OSError(f"llama-server ended at once; see {self._log.name}")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/health", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, TimeoutError):
                time.sleep(0.2)  # connection refused, or 503 while the model loads
        raise OSError(f"llama-server was not ready after {START_SECONDS:.0f} s; see {self._log.name}")

    def post(self, path: str, body: dict) -> dict:
        request = urllib.request.Request(f"http://127.0.0.1:{self._port}{path}", json.dumps(body).encode(),
                                         {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=300) as answer:
            return json.load(answer)

    def tokens(self, text: str, special: bool = False) -> list[int]:
        return self.post("/tokenize", {"content": text, "add_special": False, "parse_special": special})["tokens"]

    def rendered(self, messages: list[tuple[str, str]]) -> str:
        body = {"messages": [{"role": role, "content": text} for role, text in messages]}
        return self.post("/apply-template", body)["prompt"]

    def likeliest(self, prompt: list[int], count: int) -> dict[int, float]:
        """The next tokens with the highest log-probabilities."""
        body = {"prompt": prompt, "n_predict": 1, "temperature": 0, "n_probs": count, "cache_prompt": False}
        top = self.post("/completion", body)["completion_probabilities"][0]["top_logprobs"]
        return {entry["id"]: entry["logprob"] for entry in top}

    def reply(self, question: Question, history: Sequence[tuple[str, str]] = ()) -> Reply:
        """At temperature 0, through the template in the file, as the program asks it. `history`: (role, text) said before."""
        messages = [{"role": role, "content": text} for role, text in [*history, ("user", question.text)]]
        body = {"messages": messages, "temperature": 0, "max_tokens": MOST_TOKENS, "logprobs": True, "top_logprobs": 1,
                "cache_prompt": False}
        choice = self.post("/v1/chat/completions", body)["choices"][0]
        logs = [entry["logprob"] for entry in choice["logprobs"]["content"]]
        whole = choice["finish_reason"] == "stop"
        return Reply(question, choice["message"]["content"] or "", whole_probability(logs) if whole else 0.0)

    def replies(self, questions: Sequence[Question], histories: Sequence[Sequence[tuple[str, str]]] | None = None) -> list[Reply]:
        """In the order asked; as many at the same time as there are slots."""
        with ThreadPoolExecutor(SLOTS) as pool:
            return list(pool.map(self.reply, questions, histories or [()] * len(questions)))


def version() -> str:
    done = subprocess.run(["llama-server", "--version"], capture_output=True, text=True, check=True)
    lines = (done.stdout + done.stderr).splitlines()
    found = next((line.removeprefix("version: ") for line in lines if line.startswith("version: ")), "of unknown version")
    return f"llama.cpp {found}"

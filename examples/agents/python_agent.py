#!/usr/bin/env python3
"""A Coordination Pool agent in Python: standard library only, Python 3.8 or later.

    npm start -- --agent-command "python3 examples/agents/python_agent.py"

Speaks docs/agent-protocol.md. Write your own handlers below; the rest can stay as it is.
"""
import json
import os
import signal
import sys
import threading
import traceback


def general(task, ctx):
    """What it is given comes back, with how many tasks this agent has done: that is kept in its memory."""
    done = ctx.memory.get("done", 0) + 1
    ctx.memory["done"] = done
    ctx.save_memory()
    ctx.progress(0.5, "half way")
    steps = task["payload"].get("steps", 0)
    for _ in range(steps):
        if ctx.cancelled.wait(0.01):  # Work in small steps, and look whether it is still wanted.
            break
    return {"echo": task["payload"], "language": "python", "done": done}


HANDLERS = {"GENERAL": general}


class Failure(Exception):
    """Raise it to say more than that something went wrong."""

    def __init__(self, code, message, retryable=True, retry_after_ms=None):
        super().__init__(message)
        self.code, self.retryable, self.retry_after_ms = code, retryable, retry_after_ms


class Channel:
    """Standard output is the protocol's alone: what anything else prints goes to standard error."""

    def __init__(self):
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
        self._lock = threading.Lock()
        os.dup2(2, 1)

    def send(self, type, **fields):
        # ASCII only, so no locale can spoil it; one line, because JSON escapes newlines.
        line = json.dumps(dict(fields, type=type), allow_nan=False)
        with self._lock:
            self._out.write(line + "\n")
            self._out.flush()


class Store:
    """A dictionary in a JSON file, written whole or not at all."""

    def __init__(self, path):
        self._path, self._lock = path, threading.Lock()

    def read(self):
        try:
            with open(self._path, encoding="utf-8") as file:
                return json.load(file)
        except FileNotFoundError:
            return {}

    def write(self, values):
        with self._lock:
            with open(self._path + ".tmp", "w", encoding="utf-8") as file:
                json.dump(values, file)
                file.flush()
                os.fsync(file.fileno())
            os.replace(self._path + ".tmp", self._path)


class Attempt:
    """What a handler gets beside its task."""

    def __init__(self, agent, run):
        self._agent, self.lease = agent, run["lease"]
        self.cancelled = threading.Event()
        self.attempt, self.deadline_at_ms = run["attempt"], run["deadlineAtMs"]
        self.traceparent = run["traceparent"]
        self.memory, self.work_dir = agent.memory, agent.init["workDir"]

    def progress(self, fraction, note=None):
        self._agent.channel.send("progress", lease=self.lease, fraction=fraction, note=note)

    def log(self, level, message):
        self._agent.channel.send("log", lease=self.lease, level=level, message=message)

    def save_memory(self):
        self._agent.memory_store.write(self.memory)


class Agent:
    def __init__(self, channel, init):
        self.channel, self.init, self.attempt = channel, init, None
        self.memory_store = Store(os.path.join(init["memoryDir"], "memory.json"))
        self.memory = self.memory_store.read()
        # Both places that are this agent's own; handlers see neither canary.
        self._canaries = [
            Store(os.path.join(init["memoryDir"], "canaries.json")),
            Store(init["contextFile"] + ".canaries.json"),
        ]

    def take(self, message):
        kind = message.get("type")
        if kind == "run":
            self.attempt = Attempt(self, message)
            threading.Thread(target=self._run, args=(self.attempt, message["task"]), daemon=True).start()
        elif kind == "cancel":
            if self.attempt is not None and self.attempt.lease == message["lease"]:
                self.attempt.cancelled.set()
        elif kind == "shutdown":
            os._exit(0)
        elif kind == "canary.store":
            for store in self._canaries:
                store.write({message["key"]: message["value"]})
            self.channel.send("canary.stored", check=message["check"])
        elif kind == "canary.read":
            kept = [item for store in self._canaries for item in store.read().items()]
            self.channel.send(
                "canary.found",
                check=message["check"],
                found=[{"key": key, "value": value} for key, value in kept if key in message["keys"]],
                workDir=os.getcwd(),
                **{name: self.init[name] for name in ("contextWindowId", "toolSessionId", "memoryHandleId")},
            )
        # Anything else is of a later version of the protocol: not for us.

    def say_health(self):
        every = self.init["healthIntervalMs"] / 1000
        while not threading.Event().wait(every):
            self.channel.send("health")

    def _run(self, attempt, task):
        lease, send = attempt.lease, self.channel.send
        handler = HANDLERS.get(task["type"])
        if handler is None:
            message = "no handler takes " + task["type"]
            send("failed", lease=lease, code="NO_HANDLER", message=message, retryable=False)
            return
        send("started", lease=lease)
        try:
            result = handler(task, attempt)
            most = self.init.get("maxResultBytes", 256 * 1024)
            if len(json.dumps(result, allow_nan=False)) > most:
                raise Failure("PAYLOAD_TOO_LARGE", "the result is over %d bytes" % most, retryable=False)
            if attempt.cancelled.is_set():
                send("released", lease=lease)
            else:
                send("completed", lease=lease, result=result)
        except Failure as error:
            send("failed", lease=lease, code=error.code, message=str(error),
                 retryable=error.retryable, retryAfterMs=error.retry_after_ms)
        except Exception as error:  # pylint: disable=broad-except
            traceback.print_exc()
            send("failed", lease=lease, code=type(error).__name__, message=str(error))


def end_with_server():
    """Standard input has ended: the server is gone. End at once, with everything started from here."""
    if os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)


def main():
    channel, agent = Channel(), None
    for line in sys.stdin.buffer:
        message = json.loads(line.decode("utf-8"))
        if agent is not None:
            agent.take(message)
        elif message.get("type") == "init":
            agent = Agent(channel, message)
            threading.Thread(target=agent.say_health, daemon=True).start()
            channel.send("ready", protocol=1)
    end_with_server()


if __name__ == "__main__":
    main()

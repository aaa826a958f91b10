#!/usr/bin/env python3
"""A worker on any machine, over GraphQL: standard library only, Python 3.8 or later.

    python3 worker.py --url http://127.0.0.1:4000/graphql --name reader

Assignments come as server-sent events over HTTP; reports and heartbeats are mutations. Write your own handlers below.
SIGTERM or SIGINT: what is in hand is finished, and the agent leaves the pool.
"""
import argparse
import json
import os
import queue
import signal
import sys
import threading
import urllib.error
import urllib.request


def general(payload, lease):
    """What a handler does: look at `lease.over` in small steps, say how far it is, return JSON."""
    words = str(payload.get("text", "")).split()
    for done, _ in enumerate(words, 1):
        lease.progress = done / len(words)
        if lease.over.wait(payload.get("stepMs", 0) / 1000):
            break
    return {"words": len(words), "language": "python"}


HANDLERS = {"GENERAL": general}

SPAWN = """mutation ($name: String, $types: [TaskType!]!) {
  spawnAgent(input: { kind: REMOTE, name: $name, taskTypes: $types }) { agent { id } sessionToken heartbeatMs }
}"""
ASSIGNMENTS = """subscription ($agentId: ID!, $sessionToken: String!) {
  agentAssignments(agentId: $agentId, sessionToken: $sessionToken) { task { id type payload } attempt leaseToken }
}"""
HEARTBEAT = "mutation ($input: HeartbeatInput!) { heartbeat(input: $input) { cancel drain } }"
START = "mutation ($input: StartTaskInput!) { startTask(input: $input) { task { id } } }"
COMPLETE = "mutation ($input: CompleteTaskInput!) { completeTask(input: $input) { task { status } } }"
FAIL = "mutation ($input: FailTaskInput!) { failTask(input: $input) { task { status } } }"
RETIRE = "mutation ($input: AgentInput!) { retireAgent(input: $input) { agent { id } } }"

# The server says something at least every 12 seconds; a stream that is silent for longer is dead.
SILENCE_SECONDS = 30
RETRY_SECONDS = 1


class Refused(Exception):
    """The server understood and refused; `code` says why."""

    def __init__(self, error):
        super().__init__(error.get("message", "refused"))
        self.code = (error.get("extensions") or {}).get("code")


class Server:
    def __init__(self, url, api_key):
        self._url, self._headers = url, {"content-type": "application/json"}
        if api_key:
            self._headers["authorization"] = "Bearer " + api_key

    def _open(self, accept, query, variables):
        body = json.dumps({"query": query, "variables": variables}).encode("utf-8")
        request = urllib.request.Request(self._url, body, dict(self._headers, accept=accept))
        try:
            return urllib.request.urlopen(request, timeout=SILENCE_SECONDS)
        except urllib.error.HTTPError as error:
            if error.code >= 500 or "json" not in error.headers.get("content-type", ""):
                raise
            return error  # Refusals have a body like any other answer.

    def ask(self, query, **variables):
        with self._open("application/json", query, variables) as answer:
            return self._data(json.load(answer))

    def ask_surely(self, query, stop, **variables):
        """The same again until the server has answered: a report must not get lost with a connection."""
        while True:
            try:
                return self.ask(query, **variables)
            except (OSError, ValueError):
                if stop.wait(RETRY_SECONDS):
                    raise

    def stream(self, query, **variables):
        with self._open("text/event-stream", query, variables) as answer:
            if "event-stream" not in answer.headers.get("content-type", ""):
                self._data(json.load(answer))
                raise OSError("the server sent no stream")
            event, data = "", ""
            for raw in answer:
                line = raw.decode("utf-8").rstrip("\r\n")
                if line.startswith("event:"):
                    event = line[6:].strip()
                elif line.startswith("data:"):
                    data += line[5:].strip()
                elif line == "" and event:
                    if event == "complete":
                        return
                    yield self._data(json.loads(data))
                    event, data = "", ""
        raise OSError("the stream broke off")

    @staticmethod
    def _data(answer):
        if answer.get("errors"):
            raise Refused(answer["errors"][0])
        return answer["data"]


class Lease:
    """One attempt. `over` is set when its result is no longer wanted."""

    def __init__(self, token):
        self.token, self.progress, self.over = token, 0.0, threading.Event()


class Worker:
    def __init__(self, server, name):
        self._server, self._stopped = server, threading.Event()
        self._lock, self._leases, self._work = threading.Lock(), {}, queue.Queue()
        spawned = server.ask(SPAWN, name=name, types=sorted(HANDLERS))["spawnAgent"]
        self._session = {"agentId": spawned["agent"]["id"], "sessionToken": spawned["sessionToken"]}
        self._every = spawned["heartbeatMs"] / 1000
        print("agent %s is in the pool" % self._session["agentId"], flush=True)

    def run(self):
        """Until the agent has left the pool, by `leave` or by somebody else's `retireAgent`."""
        for target in (self._beat, self._listen, self._work_on):
            threading.Thread(target=self._guarded, args=(target,), daemon=True).start()
        self._stopped.wait()

    def leave(self, *_):
        """The server gives nothing more, waits for what is in hand, and then ends the stream of assignments."""
        retire = lambda: self._server.ask_surely(RETIRE, self._stopped, input={"agentId": self._session["agentId"]})
        threading.Thread(target=self._guarded, args=(retire, False), daemon=True).start()

    def _guarded(self, target, is_last=True):
        try:
            target()
        except Refused as error:
            print("the server refused: %s %s" % (error.code, error), file=sys.stderr, flush=True)
        if is_last:
            self._stopped.set()

    def _listen(self):
        """What is in hand comes first on every new stream, so a lease that is known is not begun twice."""
        while not self._stopped.is_set():
            try:
                for data in self._server.stream(ASSIGNMENTS, **self._session):
                    assignment = data["agentAssignments"]
                    with self._lock:
                        known = assignment["leaseToken"] in self._leases
                        if not known:
                            self._leases[assignment["leaseToken"]] = Lease(assignment["leaseToken"])
                    if not known:
                        self._work.put(assignment)
                return  # The agent has left the pool.
            except (OSError, ValueError):
                self._stopped.wait(RETRY_SECONDS)

    def _beat(self):
        while not self._stopped.wait(self._every):
            with self._lock:
                beats = [{"leaseToken": each.token, "progress": each.progress} for each in self._leases.values()]
            try:
                answer = self._server.ask(HEARTBEAT, input=dict(self._session, attempts=beats))["heartbeat"]
            except (OSError, ValueError):
                continue  # The next one may arrive; the lease lasts for several.
            with self._lock:
                for token in answer["cancel"]:
                    if token in self._leases:
                        self._leases[token].over.set()

    def _work_on(self):
        while True:
            assignment = self._work.get()
            token = assignment["leaseToken"]
            with self._lock:
                lease = self._leases[token]
            try:
                self._attempt(assignment["task"], lease)
            except Refused as error:
                # STALE_ATTEMPT: it was cancelled, or took too long. Somebody else has it.
                print("not taken: %s" % error.code, file=sys.stderr, flush=True)
            finally:
                with self._lock:
                    del self._leases[token]

    def _attempt(self, task, lease):
        attempt = {"taskId": task["id"], "leaseToken": lease.token}
        tell = lambda query, **more: self._server.ask_surely(query, lease.over, input=dict(attempt, **more))
        tell(START)
        try:
            result = HANDLERS[task["type"]](task["payload"], lease)
        except Exception as error:  # pylint: disable=broad-except
            tell(FAIL, code=type(error).__name__[:64], message=str(error)[:2000] or "no message")
            return
        if not lease.over.is_set():
            tell(COMPLETE, result=result)


def main():
    parser = argparse.ArgumentParser(description="A worker for Coordination Pool.")
    parser.add_argument("--url", default="http://127.0.0.1:4000/graphql")
    parser.add_argument("--name", default="python-worker")
    options = parser.parse_args()
    worker = Worker(Server(options.url, os.environ.get("COORDINATION_POOL_API_KEY")), options.name)
    signal.signal(signal.SIGTERM, worker.leave)
    signal.signal(signal.SIGINT, worker.leave)
    worker.run()


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""A smolagents agent that works for a pool: it claims tasks over MCP, does them, and says what came of them.

    npm start -- --lease-ms 300000          # a model thinks for longer than the default lease of 30 s
    pip install 'smolagents[mcp]'
    python3 examples/mcp/smolagents_worker.py --tasks 3

The model is the one that smolagents takes by default (HF_TOKEN); --model names another of the same kind. Where the server wants a
key, the environment holds COORDINATION_POOL_API_KEY.
"""
import argparse
import os
import sys

# Of all the tools those that a worker needs: what a model does not see it cannot misuse.
TOOLS = {"claim_task", "heartbeat", "complete_task", "fail_task", "get_task"}

JOB = """You are the worker "{worker}" of the pool "{pool}".
Call claim_task with that worker and pool. If `claimed` is false, your final answer is the word NOTHING.
Else do what the task's payload asks for. If that takes several steps, call heartbeat between them, and stop at once if it says
goOn false. End with complete_task and its result, or with fail_task and a message if it cannot be done; give both the taskId and
the leaseToken of the claim. Your final answer is what you did, in one sentence."""


def main():
    options = arguments()
    try:
        from smolagents import InferenceClientModel, MCPClient, ToolCallingAgent
    except ImportError:
        sys.exit("smolagents is missing: pip install 'smolagents[mcp]'")
    server = {"url": options.url, "transport": "streamable-http"}
    key = os.environ.get("COORDINATION_POOL_API_KEY")
    if key:
        server["headers"] = {"Authorization": f"Bearer {key}"}
    model = InferenceClientModel(options.model) if options.model else InferenceClientModel()
    with MCPClient(server, structured_output=True) as tools:
        agent = ToolCallingAgent(tools=[tool for tool in tools if tool.name in TOOLS], model=model)
        for _ in range(options.tasks):
            # A fresh memory for each task: what one payload says is no instruction for the next.
            print(agent.run(JOB.format(worker=options.worker, pool=options.pool), reset=True))


def arguments():
    parser = argparse.ArgumentParser(description="Works for a pool over MCP.")
    parser.add_argument("--url", default="http://127.0.0.1:4000/mcp", help="where the pool's MCP is")
    parser.add_argument("--pool", default="default", help="name of the pool")
    parser.add_argument("--worker", default=f"smolagent-{os.getpid()}", help="a name that no other worker has")
    parser.add_argument("--tasks", type=int, default=1, help="how many times to ask for a task")
    parser.add_argument("--model", help="id of the model")
    return parser.parse_args()


if __name__ == "__main__":
    main()

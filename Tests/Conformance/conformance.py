"""What the conformance scripts share: a server of their own, and a count of what passed."""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import traceback
from urllib.parse import urlsplit

# No request of these scripts leaves the machine, and none carries a key of whoever runs them.
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1,localhost,::1"
for name in [name for name in os.environ if name.startswith("ANTHROPIC_")]:
    del os.environ[name]


class Server:
    """`PROGRAM serve` on a free port, for the length of a `with` statement."""

    def __init__(self, program, *options, token=None):
        self.command = [program, "serve", "--port", "0", *options]
        self.environment = dict(os.environ)
        if token:
            self.command.append("--token")
            self.environment["WORKBENCH_SERVE_TOKEN"] = token

    def __enter__(self):
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            self.command, env=self.environment, stdout=subprocess.PIPE, stderr=self.log, text=True
        )
        self.url = self.process.stdout.readline().strip()
        if not self.url.startswith("http://"):
            sys.exit(f"no base URL on the first line of {' '.join(self.command)}: {self.url!r}")
        self.address = urlsplit(self.url).hostname, urlsplit(self.url).port
        return self

    def __exit__(self, *_):
        if not self.is_alive:
            self.log.seek(0)
            ending = self.log.read()[-2000:].decode(errors="replace")
            print(f"the server ended with {self.process.returncode}: {ending}")
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()
        self.log.close()

    @property
    def is_alive(self):
        return self.process.poll() is None

    @property
    def peak_memory(self):
        """The most memory that the server has held so far, in bytes."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(1024 * int(l.split()[1]) for l in status if l.startswith("VmHWM"))


class Client:
    """One connection that is kept alive, and opened again when the server has closed it."""

    def __init__(self, server):
        self.connection = http.client.HTTPConnection(*server.address, timeout=60)

    def send(self, method, path, body=None, headers={}):
        """The status, headers and body of the answer to a request."""
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            return answer.status, answer.headers, answer.read()
        except BaseException:
            self.connection.close()
            raise

    def post(self, body, path="/v1/messages", **headers):
        headers = {"content-type": "application/json"} | headers
        status, headers, body = self.send("POST", path, json.dumps(body).encode(), headers)
        return status, json.loads(body)


class Report:
    """Counts checks, one printed line for each."""

    def __init__(self, name):
        self.name = name
        self.passed = self.failed = 0

    def check(self, title, run):
        """Runs a check, which raises if it fails; what it returns is told in its line."""
        try:
            detail = run()
        except Exception as error:
            self.failed += 1
            line = traceback.extract_tb(error.__traceback__)[-1]
            reason = f"{type(error).__name__}: {error}".rstrip(": ")
            print(f"FAIL  {title}: {reason} ({line.line})", flush=True)
        else:
            self.passed += 1
            print(f"ok    {title}" + (f": {detail}" if detail else ""), flush=True)

    def finish(self):
        print(f"{self.name}: {self.passed} passed, {self.failed} failed", flush=True)
        sys.exit(1 if self.failed else 0)


def events(stream):
    """The events of a stream, given as text; each has the name that its data has as its type."""
    for block in stream.split("\n\n"):
        if not block.strip():
            continue
        fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
        event = json.loads(fields["data"])
        assert fields["event"] == event["type"], f"{fields['event']} with {event['type']}"
        yield event


def message(events):
    """The message that a stream builds up. Raises where the stream breaks its grammar."""
    message, block, is_over, cut = None, None, False, None
    for event in events:
        assert not is_over, f"{event['type']} after message_stop"
        kind = event["type"]
        if kind == "ping":
            continue
        if kind == "message_start":
            assert message is None, "two message_start"
            message = event["message"]
            assert message["content"] == [] and message["stop_reason"] is None
            continue
        assert message is not None, f"{kind} before message_start"
        if kind == "content_block_start":
            assert block is None, "a block begins within another"
            assert event["index"] == len(message["content"]), "blocks are out of order"
            block, text = event["content_block"], ""
            message["content"].append(block)
        elif kind == "content_block_delta":
            assert block is not None and event["index"] == len(message["content"]) - 1
            delta = event["delta"]
            field = delta["type"].removesuffix("_delta")
            if field == "input_json":
                text += delta["partial_json"]
            else:
                block[field] = block.get(field, "") + delta[field]
        elif kind == "content_block_stop":
            assert block is not None and event["index"] == len(message["content"]) - 1
            if block["type"] == "tool_use" and text:
                try:
                    block["input"] = json.loads(text)
                except ValueError as error:
                    cut = error
            block = None
        elif kind == "message_delta":
            assert block is None, "message_delta within a block"
            message |= event["delta"]
            message["usage"] |= event["usage"]
        elif kind == "message_stop":
            assert message["stop_reason"], "message_stop without a stop_reason"
            # Only an answer that reached its limit may hold half an input.
            assert not cut or message["stop_reason"] == "max_tokens", cut
            is_over = True
        else:
            raise AssertionError(f"the stream holds {kind}")
    assert is_over, "no message_stop"
    return message

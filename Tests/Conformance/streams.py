"""Many streams at once from `PROGRAM serve`: each in order and complete, in bounded memory.

usage: streams.py PROGRAM [COUNT]
"""

import asyncio
import json
import sys
import time

from conformance import Client, Report, Server, events, message

MODEL = "workbench-small"
# What the server may hold: the program itself, and a little for every connection.
MEMORY = 400 * 2**20


def body(number, is_stream):
    question = ["Explain top_p, at length.", "Why?", "How do streams look?"][number % 3]
    fields = {"model": MODEL, "max_tokens": 300, "seed": number, "stream": is_stream}
    fields["output_config"] = {"effort": "high"}
    return fields | {"messages": [{"role": "user", "content": f"{question} ({number})"}]}


class Stream:
    """One answer, read as it comes from a socket of its own."""

    def __init__(self, number):
        self.number = number

    async def open(self, server):
        self.reader, self.writer = await asyncio.open_connection(*server.address)

    async def run(self):
        data = json.dumps(body(self.number, True)).encode()
        head = f"POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: {len(data)}\r\n"
        self.writer.write(head.encode() + b"content-type: application/json\r\n\r\n" + data)
        self.start = time.monotonic()
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode().lower()
        assert head.startswith("http/1.1 200 ") and "transfer-encoding: chunked" in head, head
        self.first, pieces = None, []
        while size := int(await self.reader.readline(), 16):
            self.first = self.first or time.monotonic()
            pieces.append(await self.reader.readexactly(size))
            assert await self.reader.readexactly(2) == b"\r\n"
        assert await self.reader.readexactly(2) == b"\r\n"
        self.end = time.monotonic()
        self.message = message(events(b"".join(pieces).decode()))
        self.writer.close()


async def collect(server, count):
    """All streams, whose requests are sent once every connection is open."""
    streams = [Stream(number) for number in range(count)]
    await asyncio.gather(*(stream.open(server) for stream in streams))
    await asyncio.wait_for(asyncio.gather(*(stream.run() for stream in streams)), 600)
    return streams


def most_at_once(streams):
    """How many streams had begun and not ended, at most."""
    changes = [(stream.first, 1) for stream in streams] + [(stream.end, -1) for stream in streams]
    most = running = 0
    for _, change in sorted(changes):
        running += change
        most = max(most, running)
    return most


def check_streams(server, count):
    start = time.monotonic()
    streams = server.streams = asyncio.run(collect(server, count))
    elapsed = time.monotonic() - start
    tokens = sum(stream.message["usage"]["output_tokens"] for stream in streams)
    waits = sorted(stream.first - stream.start for stream in streams)
    return (
        f"{count} streams, {most_at_once(streams)} at once, {tokens} tokens in {elapsed:.1f} s, "
        f"{tokens / elapsed:.0f} tokens/s; first event after {waits[count // 2] * 1000:.0f} ms "
        f"(median), {waits[-1] * 1000:.0f} ms (last)"
    )


def check_texts(server):
    """Every stream said what the same request, asked for whole, is answered with."""
    client = Client(server)
    for stream in server.streams:
        status, answer = client.post(body(stream.number, False))
        assert status == 200, answer
        for field in ["content", "stop_reason"]:
            assert answer[field] == stream.message[field], (stream.number, field)
        used = [a["usage"]["output_tokens"] for a in (answer, stream.message)]
        assert used[0] == used[1], (stream.number, used)


def check_memory(server):
    assert server.is_alive and server.peak_memory < MEMORY, server.peak_memory
    return f"{server.peak_memory / 2**20:.0f} MB at most"


def main(program, count):
    report = Report("streams")
    for pace, options in [("at the model's pace", []), ("unpaced", ["--rate", "1000000"])]:
        with Server(program, *options) as server:
            report.check(f"streams {pace}", lambda: check_streams(server, count))
            report.check(f"memory {pace}", lambda: check_memory(server))
            if options:
                report.check("each says what a whole answer says", lambda: check_texts(server))
    report.finish()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 200)

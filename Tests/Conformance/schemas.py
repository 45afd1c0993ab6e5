"""Random schemas and random requests against `PROGRAM serve`.

Every tool input and structured answer has to fit its schema, by the independent validator
`jsonschema`; every request, valid or not, has to get an answer or an error of the documented shape.

usage: schemas.py PROGRAM [COUNT] [SEED]
"""

import collections
import copy
import json
import random
import sys
from concurrent.futures import ThreadPoolExecutor

from conformance import Client, Report, Server, events, message
from jsonschema import Draft202012Validator as Validator

WORKERS = 8
MODEL = "workbench-small"
ERRORS = {
    "invalid_request_error", "authentication_error", "permission_error", "not_found_error",
    "request_too_large", "rate_limit_error", "api_error", "overloaded_error",
}
QUESTIONS = [
    "What is the weather in Paris, in celsius?",
    "Book a table for 4 people on 2026-12-24 at 19:30, my address is ann@example.com.",
    "Explain top_p in one sentence.",
    "Compare 3, 7.5 and -12; then sort them.",
    "Schreib bitte „Grüße“ 👋🏽 und 日本語.",
]


class Schemas:
    """Makes random schemas that something fits."""

    NAMES = [
        "id", "name", "city", "email", "count", "price", "created_at", "tags", "items", "state",
        "query", "kind", "first name", "a/b", "a~b", "größe", "", "$ref", "x.y", "enabled", "lines",
    ]
    FORMATS = ["date", "time", "date-time", "email", "hostname", "ipv4", "ipv6", "uri", "uuid"]
    PATTERNS = [
        "^[a-z]{3,8}$", "^[A-Z]{2}-\\d{4}$", "^\\+?[0-9 ]{5,12}$", "^(red|green|blue)$", "[aeiou]",
        "^\\w+@\\w+\\.(com|org)$", "^#[0-9a-fA-F]{6}$", "^v\\d+(\\.\\d+){1,2}$", "^$", "^.{2,5}$",
        "^[^\\s,]+(, [^\\s,]+)*$", "^(?:a|b(?:c|d)?)+$", "^\\d{4}-(0[1-9]|1[0-2])$", "x$", "^a?b*c+",
    ]

    def __init__(self, seed):
        self.random = random.Random(seed)

    def root(self, is_object):
        """A whole schema, perhaps with definitions that its parts refer to."""
        self.definitions = []
        schema = {}
        if self.random.random() < 0.4:
            names = self.random.sample(["node", "part", "money"], self.random.randint(1, 3))
            made = {}
            for name in names:
                made[name] = self.tree(name) if self.random.random() < 0.3 else self.any(2)
                self.definitions.append(name)
            schema["$defs"] = made
        if self.random.random() < 0.3:
            schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        return (self.object(0) if is_object else self.any(0)) | schema

    def any(self, depth):
        kinds = ["string", "number", "integer", "boolean", "null", "enum", "const", "types"]
        weights = [6, 3, 3, 2, 1, 3, 1, 1]
        if depth < 4:
            kinds += ["object", "array", "anyOf", "oneOf", "allOf"]
            weights += [6, 4, 2, 2, 1]
        if self.definitions:
            kinds.append("ref")
            weights.append(3)
        [kind] = self.random.choices(kinds, weights)
        schema = getattr(self, kind)(depth)
        if self.random.random() < 0.2:
            schema["description"] = "What the value is for."
        return schema

    def value(self):
        return self.random.choice(
            [None, True, False, 0, -1, 2.5, 1e3, "", "a", "two words", "日本", [], [1, "b"], {"k": 1}]
        )

    def string(self, depth):
        draw = self.random.random()
        if draw < 0.25:
            return {"type": "string", "format": self.random.choice(self.FORMATS)}
        if draw < 0.5:
            return {"type": "string", "pattern": self.random.choice(self.PATTERNS)}
        least = self.random.randint(0, 40)
        bounds = {"minLength": least, "maxLength": least + self.random.randint(0, 40)}
        return {"type": "string"} | self.some(bounds)

    def some(self, members):
        return {key: value for key, value in members.items() if self.random.random() < 0.5}

    def number(self, depth):
        least = round(self.random.uniform(-100, 100), self.random.randint(0, 3))
        most = least + self.random.choice([0.5, 1, 10, 1000])
        schema = {"type": "number"}
        schema |= self.some({self.random.choice(["minimum", "exclusiveMinimum"]): least})
        schema |= self.some({self.random.choice(["maximum", "exclusiveMaximum"]): most})
        return schema | ({"multipleOf": 0.25} if self.random.random() < 0.2 and most - least > 1 else {})

    def integer(self, depth):
        least = self.random.randint(-1000, 1000)
        most = least + self.random.randint(8, 100)
        bounds = {"minimum": least, "maximum": most, "multipleOf": self.random.randint(1, 4)}
        return {"type": "integer"} | self.some(bounds)

    def boolean(self, depth):
        return {"type": "boolean"}

    def null(self, depth):
        return {"type": "null"}

    def enum(self, depth):
        values = [self.value() for _ in range(self.random.randint(1, 5))]
        return {"enum": [value for i, value in enumerate(values) if value not in values[:i]]}

    def const(self, depth):
        return {"const": self.value()}

    def types(self, depth):
        kinds = ["string", "integer", "boolean", "null", "number"]
        return {"type": self.random.sample(kinds, self.random.randint(2, 3))}

    def ref(self, depth):
        return {"$ref": f"#/$defs/{self.random.choice(self.definitions)}"}

    def tree(self, name):
        children = {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}
        properties = {"value": self.string(3), "children": children}
        return {"type": "object", "properties": properties, "required": ["value", "children"]}

    def object(self, depth):
        names = self.random.sample(self.NAMES, self.random.randint(0, 5))
        schema = {"type": "object", "properties": {name: self.any(depth + 1) for name in names}}
        if names:
            schema["required"] = self.random.sample(names, self.random.randint(0, len(names)))
        draw = self.random.random()
        if draw < 0.3:
            schema["additionalProperties"] = False
        elif draw < 0.4:
            schema["additionalProperties"] = self.any(depth + 1)
            schema["minProperties"] = self.random.randint(1, 6)
        elif draw < 0.5:
            schema["patternProperties"] = {"^x-": self.any(depth + 1)}
        return schema

    def array(self, depth):
        draw = self.random.random()
        if draw < 0.15:
            parts = [self.any(depth + 1) for _ in range(self.random.randint(1, 3))]
            return {"type": "array", "prefixItems": parts, "items": False, "minItems": len(parts)}
        if draw < 0.3:
            least = self.random.randint(0, 4)
            items = {"type": "integer", "minimum": 0, "maximum": 100}
            return {"type": "array", "items": items, "uniqueItems": True, "minItems": least}
        if draw < 0.4:
            return {"type": "array", "contains": self.const(depth), "maxItems": 4}
        least = self.random.randint(0, 3)
        bounds = {"minItems": least, "maxItems": least + self.random.randint(0, 3)}
        return {"type": "array", "items": self.any(depth + 1)} | self.some(bounds)

    def anyOf(self, depth):
        return {"anyOf": [self.any(depth + 1) for _ in range(self.random.randint(1, 3))]}

    def oneOf(self, depth):
        if self.random.random() < 0.5:
            kinds = self.random.sample([self.string, self.integer, self.boolean, self.null], 2)
            return {"oneOf": [kind(depth + 1) for kind in kinds]}
        branches = []
        for name in self.random.sample(["circle", "square", "line"], 2):
            branch = self.object(depth + 1)
            branch["properties"]["kind"] = {"const": name}
            required = [key for key in branch.get("required", []) if key != "kind"]
            branches.append(branch | {"required": ["kind"] + required})
        return {"oneOf": branches}

    def allOf(self, depth):
        parts = [self.object(depth + 1) for _ in range(2)]
        for number, part in enumerate(parts):
            part.pop("additionalProperties", None)
            for old, new in [(name, f"{name}{number}") for name in part["properties"]]:
                part["properties"][new] = part["properties"].pop(old)
                part["required"] = [new if name == old else name for name in part["required"]]
        return {"allOf": parts}


class Requests:
    """Makes random requests: some that are valid, some with a part spoilt."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.schemas = Schemas(seed)

    def valid(self):
        """A request that breaks no rule."""
        draw = self.random.random
        body = {"model": MODEL, "max_tokens": self.random.randint(1, 80)}
        body["messages"] = self.messages()
        if draw() < 0.4:
            body["stream"] = self.random.choice([True, False])
        if draw() < 0.3:
            text = {"type": "text", "text": "Be brief."}
            body["system"] = self.random.choice(["Be brief.", [text], [text, text]])
        if draw() < 0.4:
            body["temperature"] = self.random.choice([0, 0.5, 1, 1.99, 2])
        if draw() < 0.3:
            body["top_p"] = self.random.choice([0, 0.1, 0.9, 1])
        if draw() < 0.3:
            body["top_k"] = self.random.choice([0, 1, 40, 10**9])
        if draw() < 0.3:
            body["stop_sequences"] = self.random.sample(["the", ".", "top", "🙂", "\n\nHuman:"], 2)
        if draw() < 0.3:
            body["metadata"] = {"user_id": "someone"}
        if draw() < 0.2:
            body["an_unknown_field"] = {"deep": [[[{}]]]}
        if draw() < 0.3:
            effort = self.random.choice(["minimal", "low", "high", "max", "ultracode"])
            body["output_config"] = {"effort": effort}
        choices = [{"type": "auto"}, {"type": "none"}]
        if draw() < 0.3:
            body["thinking"] = self.random.choice(
                [{"type": "disabled"}, {"type": "adaptive"}, {"type": "enabled", "budget_tokens": 1}]
            )
            body["max_tokens"] += 1
        else:
            choices += [{"type": "any"}, {"type": "tool", "name": "tool_0"}]
            choices += [{"type": "any", "disable_parallel_tool_use": True}]
        if draw() < 0.4:
            body["tools"] = [
                {
                    "name": f"tool_{number}",
                    "description": "Looks something up.",
                    "input_schema": self.schemas.root(is_object=True),
                }
                for number in range(self.random.randint(1, 4))
            ]
            if draw() < 0.6:
                body["tool_choice"] = self.random.choice(choices)
        return body

    def messages(self):
        messages = []
        for number in range(self.random.randint(0, 3)):
            messages.append({"role": "user", "content": self.content()})
            if self.random.random() < 0.5:
                answer = [{"type": "text", "text": "So it is."}]
                messages.append({"role": "assistant", "content": answer})
                continue
            call = {"type": "tool_use", "id": f"toolu_{number}", "name": "look", "input": {"a": 1}}
            result = {"type": "tool_result", "tool_use_id": f"toolu_{number}", "content": "42"}
            thought = {"type": "thinking", "thinking": "Hm.", "signature": "c2ln"}
            messages.append({"role": "assistant", "content": [thought, call]})
            messages.append({"role": "user", "content": [result]})
        return messages + [{"role": "user", "content": self.content()}]

    def content(self):
        text = self.random.choice(QUESTIONS)
        image = {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}
        return self.random.choice(
            [
                text,
                [{"type": "text", "text": text, "cache_control": {"type": "ephemeral"}}],
                [{"type": "image", "source": image}, {"type": "text", "text": text}],
            ]
        )

    JUNK = [
        None, True, 0, -1, 1.5, 10**30, -(10**400), 5e-324, "", " ", "x" * 5000, "\u0000", "\ud800",
        "\u202e", [], {}, [None], [[]], {"": {}}, {"type": "text"}, {"type": 1}, [{"type": "image"}],
        {"type": "tool_use"}, "fault", "user", "assistant", {"$ref": "#"}, {"not": {}}, False,
    ]

    def spoilt(self, body):
        """The request with one to three of its parts removed, replaced, doubled or moved."""
        body = copy.deepcopy(body)
        for _ in range(self.random.randint(1, 3)):
            places = list(self.places(body))
            if not places:
                break
            owner, key = self.random.choice(places)
            action = self.random.choice(["remove", "junk", "junk", "double", "move", "wrap"])
            if action == "remove":
                del owner[key]
            elif action == "junk":
                owner[key] = copy.deepcopy(self.random.choice(self.JUNK))
            elif action == "double" and isinstance(owner, list):
                owner.insert(key, copy.deepcopy(owner[key]))
            elif action == "move":
                other, place = self.random.choice(places)
                owner[key] = copy.deepcopy(other[place])
            else:
                owner[key] = [owner[key]]
        return body

    def places(self, value):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in list(pairs):
            yield value, key
            if isinstance(part, (dict, list)):
                yield from self.places(part)

    def broken(self, data):
        """The bytes of a request that are no JSON any more, or other JSON."""
        data = bytearray(data)
        for _ in range(self.random.randint(1, 4)):
            place = self.random.randrange(max(len(data), 1))
            action = self.random.choice(["cut", "flip", "insert", "drop"])
            if action == "cut" and place > 1:
                del data[place:]
            elif action == "flip" and data:
                data[place] ^= 1 << self.random.randrange(8)
            elif action == "insert":
                data[place:place] = self.random.choice([b"\xff", b"[" * 500, b"\x00", b'"', b"1e9"])
            else:
                del data[place : place + 3]
        return bytes(data)

    def next(self):
        """A kind, and the method, path, headers and body of a request."""
        kind = self.random.choices(["valid", "spoilt", "broken", "stray"], [4, 4, 1, 1])[0]
        headers = {"content-type": "application/json", "anthropic-version": "2023-06-01"}
        method, path, body = "POST", "/v1/messages", self.valid()
        if kind == "spoilt":
            body = self.spoilt(body)
            headers["anthropic-version"] = self.random.choice(["2023-06-01", "2026-10-21", "x"])
        data = json.dumps(body, ensure_ascii=self.random.random() < 0.5 or kind == "spoilt").encode()
        if kind == "broken":
            data = self.broken(data)
        elif kind == "stray":
            method = self.random.choice(["GET", "PUT", "DELETE", "PATCH", "POST", "OPTIONS", "BREW"])
            path = self.random.choice(
                [
                    "/", "//", "/v1", "/v1/messages/", "/v1/messages/count_tokens", "/v1/models/x%",
                    "/v1/models", "/dedicated/v1/messages", "/serverless/v1/messages?beta=true",
                    "/v1/messages/../models", "/v2/messages", "/" + "a" * 5000, "/%00", "*",
                ]
            )
            if self.random.random() < 0.3:
                headers["content-type"] = self.random.choice(["text/html", "text/plain", ";", "json"])
        elif self.random.random() < 0.2:
            path = "/v1/messages/count_tokens"
        return kind, method, path, headers, data


def parallel(server, work, jobs):
    """Does all jobs over a few connections; the results are in the jobs' order."""

    def share(number):
        client = Client(server)
        return [work(client, job) for job in jobs[number::WORKERS]]

    with ThreadPoolExecutor(WORKERS) as pool:
        shares = list(pool.map(share, range(WORKERS)))
    return [shares[index % WORKERS][index // WORKERS] for index in range(len(jobs))]


# Schemas


def misfit(schema, value):
    """Why a value doesn't fit a schema; nothing if it does."""
    validator = Validator(schema, format_checker=Validator.FORMAT_CHECKER)
    error = next(validator.iter_errors(value), None)
    return error and f"{error.json_path}: {error.message[:200]}"


def asked(server, number, is_call, is_stream=False):
    """Asks for a value that fits a random schema."""
    body = {"model": MODEL, "max_tokens": 50_000, "stream": is_stream, "seed": number}
    body["messages"] = [{"role": "user", "content": QUESTIONS[number % len(QUESTIONS)]}]
    schema = Schemas(f"{SEED}/{number}/{is_call}").root(is_object=is_call or number % 2 == 0)
    Validator.check_schema(schema)
    if is_call:
        body["tools"] = [{"name": "record", "input_schema": schema}]
        body["tool_choice"] = {"type": "tool", "name": "record"}
    else:
        body["output_config"] = {"format": {"type": "json_schema", "schema": schema}}
    return schema, body


def problem(client, job):
    """What is wrong with the answer to a schema; nothing if it fits."""
    schema, body = job
    try:
        status, answer = client.post(body)
        if status != 200:
            return f"status {status}: {answer}"
        is_call = "tools" in body
        wanted = "tool_use" if is_call else "end_turn"
        if answer["stop_reason"] != wanted:
            return f"stop_reason {answer['stop_reason']}"
        if is_call:
            value = next(block for block in answer["content"] if block["type"] == "tool_use")["input"]
        else:
            value = json.loads("".join(block["text"] for block in answer["content"]))
        why = misfit(schema, value)
        return why and f"{why}\n      answer {json.dumps(value)[:600]}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def check_schemas(server, is_call):
    jobs = [asked(server, number, is_call) for number in range(COUNT)]
    problems = [
        (body, problem) for (_, body), problem in zip(jobs, parallel(server, problem, jobs)) if problem
    ]
    for body, why in problems[:10]:
        print(f"    - {why}\n      request {json.dumps(body)}")
    assert not problems, f"{len(problems)} of {COUNT} don't fit"
    return f"{COUNT} of {COUNT} fit"


# Requests


def malformed(job, status, headers, data):
    """Why an answer hasn't the documented shape; nothing if it has."""
    kind, method, path, _, request = job
    identifier = headers.get("request-id")
    if not identifier:
        return "no request-id"
    if method == "HEAD":
        return None
    if status != 200:
        error = json.loads(data)
        if kind == "valid":
            return f"a valid request gets {status}: {error}"
        assert error["type"] == "error" and error["request_id"] == identifier, error
        assert error["error"]["type"] in ERRORS and error["error"]["message"], error
        return None if 400 <= status < 500 else f"status {status}: {error}"
    if headers["content-type"].startswith("text/event-stream"):
        answer = message(events(data.decode()))
    else:
        answer = json.loads(data)
    if "messages" not in path or "count_tokens" in path:
        return None if "data" in answer or answer["input_tokens"] > 0 else f"answer {answer}"
    assert answer["type"] == "message" and answer["role"] == "assistant", answer
    assert answer["id"] and isinstance(answer["content"], list), answer
    reasons = ["end_turn", "max_tokens", "stop_sequence", "tool_use"]
    assert answer["stop_reason"] in reasons, answer["stop_reason"]
    usage, limit = answer["usage"], json.loads(request).get("max_tokens")
    assert usage["input_tokens"] > 0 and usage["output_tokens"] >= 0, usage
    assert limit is None or usage["output_tokens"] <= limit, (usage, limit)
    for block in answer["content"]:
        assert block["type"] in ["text", "thinking", "tool_use"], block
        assert block["type"] != "tool_use" or isinstance(block["input"], dict), block
    return None


def answered(client, job):
    """The status of the answer to a request, and what is wrong with it."""
    kind, method, path, headers, data = job
    try:
        status, answer_headers, body = client.send(method, path, data, headers)
    except Exception as error:
        return None, f"no answer, but {type(error).__name__}: {error}"
    try:
        return status, malformed(job, status, answer_headers, body)
    except Exception as error:
        return status, f"{type(error).__name__}: {error}; status {status}: {body[:300]}"


def check_requests(server):
    requests = Requests(f"{SEED}/requests")
    jobs = [requests.next() for _ in range(COUNT)]
    results = parallel(server, answered, jobs)
    bad = [(job, why) for job, (_, why) in zip(jobs, results) if why]
    for (kind, method, path, headers, data), why in bad[:10]:
        print(f"    - {kind}: {why}\n      {method} {path[:80]} {headers}\n      {data[:3000]!r}")
    assert not bad, f"{len(bad)} of {COUNT} answers are malformed"
    statuses = collections.Counter(status for status, _ in results)
    return ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))


def check_life(server):
    assert server.is_alive
    body = {"model": MODEL, "max_tokens": 5, "messages": [{"role": "user", "content": "Hello"}]}
    status, answer = Client(server).post(body)
    assert status == 200 and answer["content"], answer
    return f"{server.peak_memory / 2**20:.0f} MB at most"


def main(program):
    report = Report("schemas")
    with Server(program, "--rate", "1000000") as server:
        report.check("tool inputs fit random schemas", lambda: check_schemas(server, True))
        report.check("structured answers fit random schemas", lambda: check_schemas(server, False))
        report.check("random requests get answers or errors", lambda: check_requests(server))
        report.check("the server lives on", lambda: check_life(server))
    report.finish()


if __name__ == "__main__":
    COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 20_261_122
    main(sys.argv[1])

"""The official Python SDK against `PROGRAM serve`: what its users do, by its own types.

usage: sdk.py PROGRAM
"""

import json
import sys
import warnings

import anthropic
from conformance import Report, Server

MODEL = "workbench-small"
TOKEN = "conformance-token"
WEATHER = {
    "name": "get_weather",
    "description": "Get the current weather of a city.",
    "input_schema": {
        "type": "object",
        "properties": {
            "city": {"type": "string"},
            "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]},
        },
        "required": ["city", "unit"],
    },
}
CLOCK = {
    "name": "get_time",
    "description": "Get the time of day in a time zone.",
    "input_schema": {
        "type": "object",
        "properties": {"zone": {"type": "string"}},
        "required": ["zone"],
    },
}
IN_PARIS = "What is the weather in Paris, in celsius?"
IN_BOTH = "What is the weather in Paris and in Oslo, in celsius?"

major = int(anthropic.__version__.split(".")[0])
report = Report(f"sdk {anthropic.__version__}")


def request(text="Explain top_p in one sentence.", **fields):
    fields = {"model": MODEL, "max_tokens": 400} | fields
    return fields | {"messages": [{"role": "user", "content": text}]}


def text_of(message):
    return "".join(block.text for block in message.content if block.type == "text")


def calls_of(message):
    return [block for block in message.content if block.type == "tool_use"]


def raised(kind, call):
    """The error of a call, which has to be of the kind."""
    try:
        call()
    except anthropic.APIStatusError as error:
        assert type(error) is kind, f"{type(error).__name__}, not {kind.__name__}: {error}"
        assert error.body["type"] == "error" and error.body["error"]["message"]
        assert error.request_id and error.request_id == error.body["request_id"]
        return error
    raise AssertionError(f"no {kind.__name__}")


# Messages and streams


def create(client):
    message = client.messages.create(**request())
    assert message.type == "message" and message.role == "assistant" and message.model == MODEL
    assert message.id.startswith("msg_") and message.stop_reason == "end_turn"
    assert "top_p" in text_of(message), text_of(message)
    assert message.usage.input_tokens > 0 and message.usage.output_tokens > 0
    assert message._request_id
    return f"{message.usage.output_tokens} tokens"


def system_and_turns(client):
    turns = [
        {"role": "user", "content": "Explain top_k."},
        {"role": "assistant", "content": [{"type": "text", "text": "It cuts the list."}]},
        {"role": "user", "content": [{"type": "text", "text": "And top_p?"}]},
    ]
    system = [{"type": "text", "text": "Be brief.", "cache_control": {"type": "ephemeral"}}]
    message = client.messages.create(model=MODEL, max_tokens=200, system=system, messages=turns)
    assert text_of(message)


def stream(client):
    with client.messages.stream(**request()) as stream:
        pieces = list(stream.text_stream)
        final = stream.get_final_message()
    assert len(pieces) > 3 and "".join(pieces) == text_of(final) == stream.get_final_text()
    assert final.stop_reason == "end_turn" and final.usage.output_tokens >= len(pieces)
    return f"{len(pieces)} pieces"


def raw_stream(client):
    kinds = [event.type for event in client.messages.create(**request(), stream=True)]
    assert kinds[0] == "message_start" and kinds[-2:] == ["message_delta", "message_stop"]
    assert kinds.index("content_block_start") < kinds.index("content_block_delta")
    assert kinds.count("content_block_start") == kinds.count("content_block_stop") == 1


def stream_equals_create(client):
    fields = request() | {"extra_body": {"seed": 7}}
    whole = client.messages.create(**fields)
    with client.messages.stream(**fields) as stream:
        final = stream.get_final_message()
    assert text_of(whole) == text_of(final)
    assert whole.usage.output_tokens == final.usage.output_tokens


def leaves_early(client):
    with client.messages.stream(**request()) as stream:
        assert next(iter(stream.text_stream))
    assert client.messages.create(**request(max_tokens=5))


def limits(client):
    message = client.messages.create(**request("Explain streaming.", max_tokens=7))
    assert message.stop_reason == "max_tokens" and message.usage.output_tokens == 7


def stop_sequences(client):
    message = client.messages.create(**request(stop_sequences=["top_p", "the"]))
    assert message.stop_reason == "stop_sequence"
    assert message.stop_sequence in ["top_p", "the"]
    assert message.stop_sequence not in text_of(message)
    with client.messages.stream(**request(stop_sequences=["top_p", "the"])) as stream:
        final = stream.get_final_message()
    assert final.stop_reason == "stop_sequence" and final.stop_sequence in ["top_p", "the"]


def sampling(client):
    if major >= 2:
        fields = request() | {"extra_body": {"temperature": 0}}
        error = raised(
            anthropic.UnprocessableEntityError, lambda: client.messages.create(**fields)
        )
        assert "temperature" in error.message
        return "refused in this version of the API"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        answers = {
            text_of(client.messages.create(**request(temperature=0, top_p=0.9, top_k=40)))
            for _ in range(3)
        }
    assert len(answers) == 1
    return "temperature 0 repeats itself"


# Thinking


def thinking(client):
    fields = request("Why does top_p adapt?", thinking={"type": "enabled", "budget_tokens": 1024})
    fields["max_tokens"] = 2048
    with client.messages.stream(**fields) as stream:
        kinds = [event.type for event in stream]
        final = stream.get_final_message()
    assert [block.type for block in final.content] == ["thinking", "text"]
    assert final.content[0].thinking and final.content[0].signature
    assert "thinking" in kinds and "signature" in kinds, set(kinds)
    details = getattr(final.usage, "output_tokens_details", None)
    return f"{details.thinking_tokens} tokens thought" if details else None


def thinking_replayed(client):
    fields = request("Why?", thinking={"type": "enabled", "budget_tokens": 1024}, max_tokens=2048)
    first = client.messages.create(**fields)
    fields["messages"] += [
        {"role": "assistant", "content": first.content},
        {"role": "user", "content": "And top_k?"},
    ]
    assert text_of(client.messages.create(**fields))


def thinking_omitted(client):
    thinking = {"type": "enabled", "budget_tokens": 1024, "display": "omitted"}
    fields = request("Why does top_p adapt?", max_tokens=2048)
    message = client.messages.create(**fields, extra_body={"thinking": thinking})
    assert message.content[0].type == "thinking"
    assert message.content[0].thinking == "" and message.content[0].signature


# Tools


def tool_rounds(client):
    fields = request(IN_PARIS, tools=[WEATHER, CLOCK])
    first = client.messages.create(**fields)
    assert first.stop_reason == "tool_use", first.stop_reason
    [call] = calls_of(first)
    assert call.name == "get_weather" and call.id.startswith("toolu_")
    assert call.input == {"city": "Paris", "unit": "celsius"}, call.input
    result = {"type": "tool_result", "tool_use_id": call.id, "content": "17 degrees, rain"}
    fields["messages"] += [
        {"role": "assistant", "content": first.content},
        {"role": "user", "content": [result]},
    ]
    second = client.messages.create(**fields)
    assert second.stop_reason == "end_turn" and "17 degrees" in text_of(second), text_of(second)
    fields["messages"] += [
        {"role": "assistant", "content": second.content},
        {"role": "user", "content": "And what is the time in the zone Europe/Oslo?"},
    ]
    third = client.messages.create(**fields)
    assert [call.name for call in calls_of(third)] == ["get_time"], third.content
    return "weather, its answer, then the time"


def tool_error(client):
    fields = request(IN_PARIS, tools=[WEATHER])
    first = client.messages.create(**fields)
    [call] = calls_of(first)
    result = {"type": "tool_result", "tool_use_id": call.id, "is_error": True}
    result["content"] = [{"type": "text", "text": "no such city"}]
    fields["messages"] += [
        {"role": "assistant", "content": first.content},
        {"role": "user", "content": [result]},
    ]
    answer = text_of(client.messages.create(**fields))
    assert "failed" in answer and "no such city" in answer, answer


def tool_stream(client):
    with client.messages.stream(**request(IN_PARIS, tools=[WEATHER])) as stream:
        parts = [event.partial_json for event in stream if event.type == "input_json"]
        final = stream.get_final_message()
    [call] = calls_of(final)
    assert json.loads("".join(parts)) == call.input == {"city": "Paris", "unit": "celsius"}


def tool_choices(client):
    tools = [WEATHER, CLOCK]
    other = "Explain top_p in one sentence."

    def calls(text, **choice):
        message = client.messages.create(**request(text, tools=tools, tool_choice=choice))
        return [call.name for call in calls_of(message)]

    assert calls(other, type="auto") == []
    assert len(calls(other, type="any")) == 1
    assert calls(other, type="tool", name="get_time") == ["get_time"]
    assert calls(IN_PARIS, type="none") == []


def parallel_calls(client):
    fields = request(IN_BOTH, tools=[WEATHER])
    first = client.messages.create(**fields)
    calls = calls_of(first)
    assert sorted(call.input["city"] for call in calls) == ["Oslo", "Paris"], first.content
    assert len({call.id for call in calls}) == 2
    results = [
        {"type": "tool_result", "tool_use_id": call.id, "content": f"{number} degrees"}
        for number, call in enumerate(calls, 11)
    ]
    fields["messages"] += [
        {"role": "assistant", "content": first.content},
        {"role": "user", "content": results},
    ]
    answer = text_of(client.messages.create(**fields))
    assert "11 degrees" in answer and "12 degrees" in answer, answer
    choice = {"type": "auto", "disable_parallel_tool_use": True}
    single = client.messages.create(**request(IN_BOTH, tools=[WEATHER], tool_choice=choice))
    assert len(calls_of(single)) == 1


def structured_output(client):
    schema = WEATHER["input_schema"] | {"additionalProperties": False}
    format = {"type": "json_schema", "schema": schema}
    fields = request(IN_PARIS) | {"extra_body": {"output_config": {"format": format}}}
    answer = json.loads(text_of(client.messages.create(**fields)))
    assert answer == {"city": "Paris", "unit": "celsius"}, answer


# Errors


def invalid(client):
    fields = request(stop_sequences=[" "])
    error = raised(anthropic.UnprocessableEntityError, lambda: client.messages.create(**fields))
    assert error.status_code == 422 and "stop_sequences.0" in error.message, error.message
    assert error.body["error"]["type"] == "invalid_request_error"


def invalid_stream(client):
    def call():
        with client.messages.stream(**request(max_tokens=0)):
            pass

    assert "max_tokens" in raised(anthropic.UnprocessableEntityError, call).message


def dangling_call(client):
    fields = request()
    fields["messages"] += [
        {
            "role": "assistant",
            "content": [{"type": "tool_use", "id": "a", "name": "x", "input": {}}],
        },
        {"role": "user", "content": "Well?"},
    ]
    error = raised(anthropic.UnprocessableEntityError, lambda: client.messages.create(**fields))
    assert "tool_result" in error.message


def unknown_model(client):
    fields = request(model="no-such-model")
    error = raised(anthropic.NotFoundError, lambda: client.messages.create(**fields))
    assert "no-such-model" in error.message


def unknown_path(client):
    raised(anthropic.NotFoundError, lambda: client.post("/v1/complete", cast_to=object, body={}))


def wrong_key(client):
    wrong = client.with_options(api_key="wrong", max_retries=0)
    error = raised(anthropic.AuthenticationError, lambda: wrong.messages.create(**request()))
    assert error.body["error"]["type"] == "authentication_error"


def scripted(client, model, status, type):
    """Checks an error that a fault model answers with, whose body is as its script has it."""
    fields = request(model=model)
    try:
        client.with_options(max_retries=0).messages.create(**fields)
    except anthropic.APIStatusError as error:
        assert error.status_code == status and error.body["error"]["type"] == type, error
        assert error.request_id
        return error
    raise AssertionError("no error")


def overloaded(client):
    error = scripted(client, "fault/overloaded", 529, "overloaded_error")
    return type(error).__name__


def rate_limited(client):
    error = scripted(client, "fault/rate-limit", 429, "rate_limit_error")
    assert isinstance(error, anthropic.RateLimitError)


def error_in_stream(client):
    try:
        with client.messages.stream(**request(model="fault/error")) as stream:
            pieces = list(stream.text_stream)
    except anthropic.APIStatusError as error:
        return type(error).__name__
    raise AssertionError(f"no error, but {len(pieces)} pieces")


# Counts and models


def count(client):
    fields = request(IN_PARIS, tools=[WEATHER], system="Be brief.")
    limit = {"max_tokens": fields.pop("max_tokens")}
    counted = client.messages.count_tokens(**fields).input_tokens
    used = client.messages.create(**fields, **limit).usage.input_tokens
    assert counted == used > 0, (counted, used)
    return f"{counted} tokens"


def cache(client):
    long = "This sentence is said again and again. " * 40
    client.messages.create(**request(long + "Why?", max_tokens=5))
    usage = client.messages.create(**request(long + "How?", max_tokens=5)).usage
    assert 0 < usage.cache_read_input_tokens < usage.input_tokens, usage
    return f"{usage.cache_read_input_tokens} of {usage.input_tokens} tokens"


def models(client):
    listed = list(client.models.list())
    ids = [model.id for model in listed]
    assert MODEL in ids and all(model.type == "model" for model in listed)
    assert all(model.created_at.year >= 2026 for model in listed)
    assert client.models.retrieve(MODEL).id == MODEL
    raised(anthropic.NotFoundError, lambda: client.models.retrieve("no-such-model"))
    return f"{len(ids)} of them"


CHECKS = {
    "a message": create,
    "a system prompt and several turns": system_and_turns,
    "a stream by the helper, its text and final message": stream,
    "a stream event by event": raw_stream,
    "a stream says what a whole answer says": stream_equals_create,
    "a stream that is left early": leaves_early,
    "max_tokens": limits,
    "stop_sequences": stop_sequences,
    "temperature": sampling,
    "thinking with a signature": thinking,
    "thinking sent back": thinking_replayed,
    "thinking that is omitted": thinking_omitted,
    "tools over several rounds": tool_rounds,
    "a tool's error": tool_error,
    "a tool's input as a stream": tool_stream,
    "tool_choice auto, any, tool and none": tool_choices,
    "parallel calls, and one when they are disabled": parallel_calls,
    "structured output": structured_output,
    "an invalid request": invalid,
    "an invalid request for a stream": invalid_stream,
    "a call without its result": dangling_call,
    "a model that isn't there": unknown_model,
    "a path that isn't there": unknown_path,
    "an overloaded server": overloaded,
    "a rate limit": rate_limited,
    "an error within a stream": error_in_stream,
    "count_tokens equals usage": count,
    "tokens read from the cache": cache,
    "models": models,
}


def main(program):
    with Server(program, "--rate", "2000", "--seed", "1") as server:
        for title, check in CHECKS.items():
            client = anthropic.Anthropic(api_key="any", base_url=server.url, timeout=30)
            report.check(title, lambda: check(client))
    with Server(program, "--rate", "2000", "--seed", "1", token=TOKEN) as server:
        for style in ["api_key", "auth_token"]:
            client = anthropic.Anthropic(**{style: TOKEN}, base_url=server.url, timeout=30)
            header = next(iter(client.auth_headers), "authorization").lower()
            report.check(f"a key as {style} ({header})", lambda: create(client))
        client = anthropic.Anthropic(api_key=TOKEN, base_url=server.url, timeout=30)
        report.check("a wrong key", lambda: wrong_key(client))
    report.finish()


if __name__ == "__main__":
    main(sys.argv[1])

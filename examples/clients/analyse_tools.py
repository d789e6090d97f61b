#!/usr/bin/env python3
"""Says which tools a user of an AI application runs, how often they fail, how long they take, and when the user is active.

Reads the user's last events from an aiwatch server. Needs Python 3.8 or newer, and requests.
"""
import argparse
import collections
import datetime
import json
import os
import sys

try:
    import requests
except ImportError:
    sys.exit("error: this needs requests: pip install requests (Debian: apt-get install python3-requests)")

MAX_PAGE = 1000
TIMEOUT_SECONDS = 30
WIDEST_BAR = 40


class Problem(Exception):
    """What went wrong, for people."""


class BearerToken(requests.auth.AuthBase):
    """The token, also where a .netrc knows a password for the server."""

    def __init__(self, token):
        self.token = token

    def __call__(self, request):
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


def ask(session, url, query):
    try:
        response = session.get(url, params=query, timeout=TIMEOUT_SECONDS)
    except requests.RequestException as error:
        raise Problem(f"{url} does not answer: {error}") from error
    try:
        answer = response.json()
    except ValueError as error:
        raise Problem(f"{url} answers with {response.status_code}, and not as an aiwatch server does") from error
    if not response.ok:
        raise Problem(f"{url} answers with {response.status_code}: {answer.get('message', answer)}")
    return answer


def read_events(server, token, user, limit):
    """The user's last events, the newest first. A page may end before it is full, so there may be several."""
    session = requests.Session()
    session.auth = BearerToken(token)
    query = {"userId": user}
    events = []
    while len(events) < limit:
        query["limit"] = min(limit - len(events), MAX_PAGE)
        answer = ask(session, f"{server}/api/v1/monitoring/events", query)
        events += answer["events"]
        query["cursor"] = answer["nextCursor"]
        if query["cursor"] is None:
            break
    return events


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def analyse_tool(runs):
    errors = sum(run.get("result") == "error" for run in runs)
    times = [run["executionTime"] for run in runs if is_number(run.get("executionTime"))]
    return {
        "count": len(runs),
        "errors": errors,
        "errorShare": errors / len(runs),
        "averageExecutionTimeMs": sum(times) / len(times) if times else None,
    }


def analyse(user, events):
    runs_of = collections.defaultdict(list)
    types_at = collections.defaultdict(collections.Counter)
    for event in events:
        # What an event said may have been deleted before the event is.
        data = event.get("data") or {}
        if event["type"] == "tool":
            runs_of[str(data.get("toolName", "unknown"))].append(data)
        time = datetime.datetime.fromisoformat(event["timestamp"].replace("Z", "+00:00"))
        types_at[f"{time.hour:02}"][event["type"]] += 1
    most_used = sorted(runs_of.items(), key=lambda tool: (-len(tool[1]), tool[0]))
    return {
        "userId": user,
        "events": len(events),
        "from": events[-1]["timestamp"] if events else None,
        "to": events[0]["timestamp"] if events else None,
        "tools": {name: analyse_tool(runs) for name, runs in most_used},
        "byHour": {hour: dict(types_at[hour]) for hour in sorted(types_at)},
        "byType": dict(collections.Counter(event["type"] for event in events).most_common()),
    }


def printable(text):
    """Names come from whoever made the event; they must not steer the terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def print_bars(title, rows):
    print(f"\n{title}")
    most = max(count for _, count, _ in rows)
    width = max(len(name) for name, _, _ in rows)
    for name, count, note in rows:
        bar = "#" * max(1, round(count / most * WIDEST_BAR))
        print(f"  {name:{width}} {bar:{WIDEST_BAR}} {count:5} {note}".rstrip())


def describe_tool(tool):
    time = tool["averageExecutionTimeMs"]
    average = "no times" if time is None else f"{time:.0f} ms on average"
    return f"{tool['errorShare']:.1%} failed, {average}"


def describe_types(types):
    return ", ".join(f"{printable(kind)} {count}" for kind, count in sorted(types.items()))


def print_report(report):
    user = printable(report["userId"])
    if report["events"] == 0:
        print(f"{user}: no events")
        return
    print(f"{user}: the last {report['events']} events, from {report['from']} to {report['to']}")
    tools = report["tools"].items()
    if tools:
        print_bars("Tools", [(printable(name), tool["count"], describe_tool(tool)) for name, tool in tools])
    hours = report["byHour"].items()
    print_bars("Hours (UTC)", [(f"{hour}:00", sum(types.values()), describe_types(types)) for hour, types in hours])
    print_bars("Types", [(printable(kind), count, "") for kind, count in report["byType"].items()])


def parse_limit(text):
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"expected a whole number of 1 or more, found {text}")
    return int(text)


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("user", help="id of the user")
    parser.add_argument("--server", default=os.environ.get("AIWATCH_URL") or "http://localhost:4000",
                        help="address of the aiwatch server (default: AIWATCH_URL, else http://localhost:4000)")
    parser.add_argument("--token", default=os.environ.get("AIWATCH_TOKEN"),
                        help="token of an admin or of the user (default: AIWATCH_TOKEN, which other users of the machine do not see)")
    parser.add_argument("--limit", type=parse_limit, default=1000, help="events to read at the most (default: 1000)")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    options = parser.parse_args()
    if not options.token:
        parser.error("no token: set AIWATCH_TOKEN to what `npx aiwatch token --role admin` prints, or give --token")
    return options


def main():
    options = parse_options()
    try:
        events = read_events(options.server.rstrip("/"), options.token, options.user, options.limit)
    except Problem as problem:
        sys.exit(f"error: {problem}")
    report = analyse(options.user, events)
    if options.json:
        print(json.dumps(report, indent=2))
    else:
        print_report(report)


if __name__ == "__main__":
    main()

"""The benchmarks over an official Python SDK: the same calls to the same server.

Usage: drive.py <sendauth|finbourne> <get|list> <server URL> <calls> <callers>

Prints one line of JSON, like the Rust programs. SendAuth's package is named `api`. Everything is at the SDKs' defaults,
the pools of connections included; the callers are threads that share one client.
"""

import json
import resource
import sys
import threading
import time


def sendauth(url):
    import api

    configuration = api.Configuration(host=url, username="bench", password="not-a-secret")
    users = api.UsersApi(api.ApiClient(configuration))
    return (
        lambda: users.get_user("69543330-268e-55df-b8e2-6f29c0fbd6be"),
        lambda: users.list_users(page=1, per_page=10_000),
    )


def finbourne(url):
    from finbourne_identity import Configuration, SyncApiClient, UsersApi

    configuration = Configuration(host=f"{url}/identity")
    configuration.access_token = "not-a-secret"
    users = UsersApi(SyncApiClient(configuration))
    return (
        lambda: users.get_user("00u000000001", include_roles=True),
        lambda: users.list_users(),
    )


def cost():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return int((usage.ru_utime + usage.ru_stime) * 1e9), time.perf_counter_ns()


def work(call, calls, callers):
    if callers == 1:
        for _ in range(calls):
            call()
        return
    failures = []

    def caller(count):
        try:
            for _ in range(count):
                call()
        except Exception as failure:
            failures.append(failure)

    shares = [calls // callers + (n < calls % callers) for n in range(callers)]
    threads = [threading.Thread(target=caller, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def main():
    provider, scenario, url, calls, callers = sys.argv[1:]
    calls, callers = int(calls), int(callers)
    get, all_users = {"sendauth": sendauth, "finbourne": finbourne}[provider](url)
    call = get if scenario == "get" else all_users
    work(call if scenario == "get" else get, callers, callers)
    cpu, wall = cost()
    work(call, calls, callers)
    cpu, wall = (after - before for after, before in zip(cost(), (cpu, wall)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"calls": calls, "cpu_ns": cpu, "wall_ns": wall, "peak_kib": peak}))


if __name__ == "__main__":
    main()

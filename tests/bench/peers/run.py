"""Compares the product with other SOAP servers on the same database: see README.md beside this file.

Usage: python tests/bench/peers/run.py [--seconds N] [--markdown] [--node-modules FOLDER] [row ...]. A row is a part of
a server's name; without one all servers run. Prints figures; asserts nothing about them. Linux only.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from tests.bench.peers import answers, builds, table
from tests.bench.peers.load import CONNECTIONS, measure
from tests.bench.peers.processes import DidNotStart, running
from tests.bench.peers.rows import BASE, ROWS, Row, Setting
from tests.bench.peers.stage import OPERATIONS, set_up
from tests.support.hardware import million_additions
from tests.support.servers import free_port

SECONDS = 5


def main() -> None:
    """Print the table."""
    asked = _arguments()
    unknown = [part for part in asked.rows if not any(_is_asked(row.name, [part]) for row in ROWS)]
    if unknown:
        sys.exit(f"No server's name has: {', '.join(unknown)}. The servers: {'; '.join(row.name for row in ROWS)}")
    try:
        builds.need("wrk")
    except builds.Missing as missing:
        sys.exit(f"Nothing can be measured: {missing}")
    with tempfile.TemporaryDirectory(prefix="vettrak-peers-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        lines = _measured(asked, Setting(set_up(Path(folder)), free_port(), asked.node_modules))
    if asked.markdown:
        print(table.markdown(lines, lines[BASE]))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("rows", nargs="*", metavar="row", help="a part of a server's name, such as waitress")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="of each measurement (default: 5)")
    parser.add_argument("--markdown", action="store_true", help="print tables for documents in the end")
    parser.add_argument("--node-modules", type=Path, help="a folder that has what node/package.json names")
    return parser.parse_args()


def _measured(asked: argparse.Namespace, setting: Setting) -> dict[str, table.Line]:
    """Print the chosen servers' figures as they come, with our row at both ends, and return them."""
    progress = sys.stderr if asked.markdown else sys.stdout
    base, *others = ROWS
    chosen = [row for row in others if _is_asked(row.name, asked.rows)]
    print(f"{CONNECTIONS} connections; {_machine()}", file=progress)
    print(table.heading(), file=progress, flush=True)
    lines: dict[str, table.Line] = {}
    for row in (base, *chosen, Row(f"{BASE}, again", base.commands)):
        try:
            lines[row.name] = _figures(row, setting, asked.seconds)
        except (builds.Missing, DidNotStart, answers.WrongAnswer) as reason:
            if row is base:
                sys.exit(f"{row.name}: {reason}")
            print(f"{row.name:{table.NAME_WIDTH}}  skipped: {reason}", file=progress, flush=True)
        else:
            print(table.line(row.name, lines[row.name], lines[BASE]), file=progress, flush=True)
    print(_machine(), file=progress)
    return lines


def _is_asked(name: str, parts: Sequence[str]) -> bool:
    return not parts or any(part.lower() in name.lower() for part in parts)


def _machine() -> str:
    return f"the machine makes {million_additions():.1f} million additions a second in Python"


def _figures(row: Row, setting: Setting, seconds: int) -> table.Line:
    """Start a server, compare its answers with ours and measure each operation."""
    stage = setting.stage
    commands = row.commands(setting)
    stage.renew_database()
    with running(stage, setting.port, commands) as server:
        server.wait(OPERATIONS[0], stage.call(OPERATIONS[0]).read_bytes())
        for operation in OPERATIONS:
            told = server.post(operation, stage.call(operation).read_bytes())
            answers.check(operation, told, stage.answer(operation))
        return {operation: measure(server, stage, operation, seconds, row.warm_up) for operation in OPERATIONS}


if __name__ == "__main__":
    main()

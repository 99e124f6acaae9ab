#!/usr/bin/env python3
"""Draws get-webitel-users.svg: the process GetWebitelUsers in BPMN's shapes with the tokens of a run.

    python3 docs/images/get_webitel_users.py > docs/images/get-webitel-users.svg

The numbers are those of a run with `page_size: 1000`, read from `GET /api/v1/runs/{id}` while it was under way.
"""

from html import escape

WIDTH, HEIGHT = 1180, 640
INK, LINE, SOFT, PAPER = "#1f2a37", "#52606d", "#7b8794", "#ffffff"
BLUE, BLUE_SOFT, GREEN, GREEN_SOFT, AMBER, AMBER_SOFT = "#1d4ed8", "#e8effd", "#15803d", "#e9f6ee", "#b45309", "#fdf3e3"
FONT = "'Inter','Segoe UI','Helvetica Neue',Arial,'DejaVu Sans',sans-serif"
MONO = "'JetBrains Mono','SFMono-Regular',Menlo,Consolas,'DejaVu Sans Mono',monospace"

out = []


def add(text):
    out.append(text)


def text(x, y, words, size=13, fill=INK, weight=400, anchor="middle", font=FONT):
    add(
        f'<text x="{x}" y="{y}" font-family="{font}" font-size="{size}" font-weight="{weight}" '
        f'fill="{fill}" text-anchor="{anchor}">{escape(words)}</text>'
    )


def flow(points, label=None, at=None):
    """A sequence flow along right angles, its corners rounded."""
    radius, path = 10, [f"M {points[0][0]} {points[0][1]}"]
    for before, here, after in zip(points, points[1:], points[2:]):
        def toward(end):
            dx, dy = end[0] - here[0], end[1] - here[1]
            length = abs(dx) + abs(dy)
            return here[0] + dx / length * radius, here[1] + dy / length * radius
        (x1, y1), (x2, y2) = toward(before), toward(after)
        path.append(f"L {x1:g} {y1:g} Q {here[0]} {here[1]} {x2:g} {y2:g}")
    path.append(f"L {points[-1][0]} {points[-1][1]}")
    add(f'<path d="{" ".join(path)}" fill="none" stroke="{LINE}" stroke-width="1.6" marker-end="url(#arrow)"/>')
    if label:
        text(*at, label, size=11.5, fill=LINE)


def task(x, y, w, h, lines, call=None, done=False, live=False, many=False, script=False):
    edge, fill = (BLUE, BLUE_SOFT) if live else (GREEN, GREEN_SOFT) if done else (LINE, PAPER)
    add(
        f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="10" fill="{fill}" stroke="{edge}" '
        f'stroke-width="{2.4 if live else 1.6}"/>'
    )
    if script:
        for row in range(3):
            add(f'<path d="M {x + 10} {y + 12 + row * 4} h {9 if row != 1 else 13}" stroke="{edge}" stroke-width="1.4"/>')
    if call and not live:
        add(f'<circle cx="{x + 15}" cy="{y + 15}" r="4.5" fill="none" stroke="{edge}" stroke-width="2.2" stroke-dasharray="2.2 1.3"/>')
    middle = x + w / 2
    first = y + 32 if call or many else y + h / 2 + 5 - (len(lines) - 1) * 8.5
    for row, line in enumerate(lines):
        text(middle, first + row * 17, line, weight=600)
    if call:
        text(middle, first + len(lines) * 17 + 1, call, size=10.5, fill=SOFT, font=MONO)
    if many:
        for bar in range(3):
            add(f'<path d="M {middle - 5 + bar * 5} {y + h - 16} v 10" stroke="{edge}" stroke-width="2.2"/>')


def gateway(x, y, words, below=True, done=False):
    edge, fill = (GREEN, GREEN_SOFT) if done else (LINE, PAPER)
    add(f'<path d="M {x} {y - 24} l 24 24 l -24 24 l -24 -24 z" fill="{fill}" stroke="{edge}" stroke-width="1.6"/>')
    add(f'<path d="M {x - 7} {y - 7} l 14 14 m 0 -14 l -14 14" stroke="{edge}" stroke-width="2.6" stroke-linecap="round"/>')
    for row, line in enumerate(words):
        text(x, (y + 42 if below else y - 34 - (len(words) - 1) * 14) + row * 14, line, size=11.5, fill=LINE)


def boundary(x, y):
    """An error boundary event on the edge of an activity."""
    add(f'<circle cx="{x}" cy="{y}" r="14" fill="{PAPER}" stroke="{AMBER}" stroke-width="1.5"/>')
    add(f'<circle cx="{x}" cy="{y}" r="11" fill="none" stroke="{AMBER}" stroke-width="1.2"/>')
    add(f'<path d="M {x - 6} {y + 5} l 3.5 -9 l 4 6 l 4 -7" fill="none" stroke="{AMBER}" stroke-width="1.8" stroke-linejoin="round"/>')


def token(x, y, size=6):
    add(f'<circle cx="{x}" cy="{y}" r="{size}" fill="{BLUE}" stroke="{PAPER}" stroke-width="1.6"/>')


add(
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
    'aria-labelledby="title description">'
)
add('<title id="title">The process GetWebitelUsers while a run is under way</title>')
add(
    '<desc id="description">Read a page of users, take the new ones, look each up in the CRM, make the account where it '
    "is missing, bring each record up to date. That step is at 340 of 1,000 with 16 tokens in it.</desc>"
)
add(
    f'<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">'
    f'<path d="M 0 1 L 10 5 L 0 9 z" fill="{LINE}"/></marker></defs>'
)
add(f'<rect x="0.5" y="0.5" width="{WIDTH - 1}" height="{HEIGHT - 1}" rx="14" fill="#f7f9fb" stroke="#d9e0e7"/>')

# The head: what run it is.
text(32, 40, "Import Webitel users", size=20, weight=700, anchor="start")
text(32, 62, "GetWebitelUsers, version 1", size=12.5, fill=SOFT, anchor="start")
add(f'<rect x="866" y="24" width="90" height="26" rx="13" fill="{BLUE_SOFT}"/>')
token(882, 37, 5)
text(918, 41.5, "running", size=12.5, weight=600, fill=BLUE)
text(1148, 41.5, "2,043 facts in the journal", size=12.5, fill=LINE, anchor="end")

# Row one.
TOP, MID = 120, 166
add(f'<circle cx="46" cy="{MID}" r="18" fill="{GREEN_SOFT}" stroke="{GREEN}" stroke-width="1.8"/>')
task(98, TOP, 180, 92, ["Read a page", "of users"], call="webitel.users.search", done=True)
task(322, TOP, 158, 92, ["Take the users", "not met before"], done=True, script=True)
task(524, TOP, 178, 92, ["Look each user up", "in the CRM"], done=True, many=True)
gateway(768, MID, ["account", "missing?"], below=False, done=True)
task(842, TOP, 172, 92, ["Find or create", "the account"], call="creatio.accounts.…")
flow([(64, MID), (96, MID)])
flow([(278, MID), (320, MID)])
flow([(480, MID), (522, MID)])
flow([(702, MID), (742, MID)])
flow([(792, MID), (840, MID)], "yes", (814, MID - 8))

# Row two: the activity the run stands in.
X, Y, W, H = 524, 300, 490, 152
flow([(768, MID + 24), (768, Y - 2)], "no", (784, MID + 72))
flow([(928, TOP + 92), (928, Y - 2)])
task(X, Y, W, H, [], live=True, many=False)
text(X + 22, Y + 31, "Bring each record up to date", size=15, weight=700, anchor="start")
text(X + W - 22, Y + 31, "340 of 1,000", size=15, weight=700, fill=BLUE, anchor="end")
add(f'<rect x="{X + 22}" y="{Y + 45}" width="{W - 44}" height="8" rx="4" fill="#cfdcf7"/>')
add(f'<rect x="{X + 22}" y="{Y + 45}" width="{(W - 44) * 0.34:g}" height="8" rx="4" fill="{BLUE}"/>')
CALLS = [("system user", 4), ("record", 0), ("licences", 5), ("roles", 7), ("write changes", 0)]
box, gap = 82, 9
for column, (name, tokens) in enumerate(CALLS):
    left = X + 22 + column * (box + gap)
    add(f'<rect x="{left}" y="{Y + 68}" width="{box}" height="46" rx="7" fill="{PAPER}" stroke="#9db4e6" stroke-width="1.2"/>')
    text(left + box / 2, Y + 84, name, size=10.5, fill=INK)
    for dot in range(tokens):
        token(left + box / 2 + (dot - (tokens - 1) / 2) * 9.2, Y + 101, 4.6)
    if column:
        add(f'<path d="M {left - gap} {Y + 91} h {gap - 1}" stroke="#9db4e6" stroke-width="1.4"/>')
for bar in range(3):
    add(f'<path d="M {X + W / 2 - 5 + bar * 5} {Y + H - 20} v 11" stroke="{BLUE}" stroke-width="2.4"/>')
text(X + 22, Y + H - 13, "16 users at once, one token each", size=11, fill=BLUE, anchor="start")
boundary(X + W - 40, Y + H)
text(X + W - 20, Y + H + 20, "a user who fails", size=11, fill=AMBER, anchor="start")
text(X + W - 20, Y + H + 34, "is named in the result", size=11, fill=AMBER, anchor="start")
boundary(668, TOP + 92)

# Back to the next page, and on to the end.
gateway(400, Y + 76, ["more pages?"])
flow([(X, Y + 76), (426, Y + 76)])
flow([(400, Y + 52), (400, 256), (194, 256), (194, TOP + 94)], "yes: next page", (298, 248))
task(98, Y + 30, 196, 92, ["Look for users", "the pages missed"], call="webitel.users.search")
flow([(376, Y + 76), (296, Y + 76)], "no", (338, Y + 68))
flow([(150, Y + 30), (150, TOP + 94)], "missed", (126, 272))
ROW = 504
task(98, ROW, 196, 92, ["Find records", "whose user is gone"], call="creatio.webitel_users.list")
flow([(196, Y + 122), (196, ROW - 2)])
flow([(294, ROW + 46), (352, ROW + 46)])
add(f'<circle cx="372" cy="{ROW + 46}" r="18" fill="{PAPER}" stroke="{INK}" stroke-width="4"/>')
text(402, ROW + 43, "read, created, updated, unchanged,", size=12, fill=LINE, anchor="start")
text(402, ROW + 59, "failed and why, gone from Webitel", size=12, fill=LINE, anchor="start")

# The legend.
for x, colour, soft, words in [(700, GREEN, GREEN_SOFT, "was here"), (794, BLUE, BLUE_SOFT, "is here"), (880, LINE, PAPER, "not yet")]:
    add(f'<rect x="{x}" y="{HEIGHT - 84}" width="18" height="13" rx="3" fill="{soft}" stroke="{colour}" stroke-width="1.5"/>')
    text(x + 25, HEIGHT - 73, words, size=11.5, fill=LINE, anchor="start")
token(977, HEIGHT - 77.5, 5)
text(988, HEIGHT - 73, "token", size=11.5, fill=LINE, anchor="start")
boundary(1050, HEIGHT - 77.5)
text(1070, HEIGHT - 73, "caught error", size=11.5, fill=LINE, anchor="start")
add("</svg>")
print("\n".join(out))

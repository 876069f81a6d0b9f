"""English."""

RECORD = """
Priority: {priority}
Customer: {customer}
Service: {service}
Due: {due_at}

{url}
"""

CLOSING = """
With kind regards
Your service desk
{desk}
"""

EN = {
    "assigned": (
        "{number} is assigned to you: {title}",
        """
{actor} gave you {number}: {title}

{note}
"""
        + RECORD,
    ),
    "assigned_to_team": (
        "{number} is with {team}: {title}",
        """
{number} is with your team {team} and nobody has taken it yet: {title}

{note}
"""
        + RECORD,
    ),
    "escalated": (
        "{number} went to {team}: {title}",
        """
{actor} escalated {number} to {team}. You answer for it as before: {title}

Reason: {note}
"""
        + RECORD,
    ),
    "escalated_up": (
        "Escalated to level {escalation_level}: {number} {title}",
        """
{actor} escalated {number} to level {escalation_level}: {title}

Reason: {note}
State: {state}
Owner: {owner}
With: {assignee} {team}
"""
        + RECORD
        + """
Please acknowledge that you have taken note.
""",
    ),
    "due_soon": (
        "{percent} % of the time is gone ({metric}): {number} {title}",
        """
{percent} % of the time promised for {number} ({metric}) is gone: {title}

State: {state}
Owner: {owner}
With: {assignee} {team}
"""
        + RECORD,
    ),
    "overdue": (
        "Overdue ({metric}): {number} {title}",
        """
{number} is overdue ({metric}): {title}

State: {state}
Owner: {owner}
With: {assignee} {team}
"""
        + RECORD,
    ),
    "follow_up_asked": (
        "{actor} asks of you, by {due_at}: {what}",
        """
{actor} asks you on {number} ({title}):

{what}

Due: {due_at}
Please answer on the record: {url}
""",
    ),
    "follow_up_answered": (
        "Answered by {actor}: {what}",
        """
{actor} answered your follow-up on {number} ({title}).

You asked: {what}
Answer: {note}

{url}
""",
    ),
    "follow_up_withdrawn": (
        "Withdrawn: {what}",
        """
{actor} withdrew the follow-up on {number} ({title}). Nothing more needs to be done.

It was: {what}
Reason: {note}

{url}
""",
    ),
    "follow_up_due": (
        "Due soon, {due_at}: {what}",
        """
Your answer on {number} ({title}) is due soon:

{what}

Due: {due_at}
{url}
""",
    ),
    "follow_up_overdue": (
        "Overdue: {what}",
        """
The follow-up on {number} ({title}) has not been answered:

{what}

Asked of: {asked_of}
{url}
""",
    ),
    "handed_over": (
        "{number} is now owned by {owner}: {title}",
        """
{actor} handed {number} over. From now on {owner} answers for it: {title}

Reason: {note}
State: {state}
"""
        + RECORD,
    ),
    "watched": (
        "{number}, {step}: {title}",
        """
{happened_at}: {actor} {sentence}

{changes}

{note}

{number} {title}
State: {state}
{url}
""",
    ),
    "customer_registered": (
        "We have received your report: {number}",
        """
Dear {reader},

thank you for telling us. Your report is with our service desk under the number {number}:

{title}

We are looking into it and will write to you as soon as there is something to tell.
Should you wish to add anything, please call us and give this number.

Received: {opened_at}
"""
        + CLOSING,
    ),
    "customer_remark": (
        "News on your report {number}: {title}",
        """
Dear {reader},

there is news on your report {number}, “{title}”:

{note}

Should you have a question, please call us and give this number.
"""
        + CLOSING,
    ),
    "customer_resolved": (
        "Resolved: your report {number}, {title}",
        """
Dear {reader},

we are glad to tell you that your report {number}, “{title}”, has been resolved.

What was done: {solution}

Should anything still not work as it should, please call us and give this number: we take it up again at once.
We apologise for the trouble you had, and thank you for your patience.
"""
        + CLOSING,
    ),
}

"""The four exports of BPI 2014 into the database, in the order in which they name each other."""

from pathlib import Path

from importing.bpic14.calls import CallLoader
from importing.bpic14.causes import link_causes
from importing.bpic14.changes import ChangeLoader
from importing.bpic14.incidents import IncidentLoader
from importing.bpic14.reader import ACTIVITIES, CALLS, CHANGES, INCIDENTS
from importing.bpic14.survey import histories, lay_down, survey
from importing.loading import Loading


def load(folder: Path, loading: Loading) -> None:
    """Everything that is not here yet. Each batch is one transaction: stopped anywhere, the next run goes on.

    Raises WrongSource before anything is written where one of the four files is absent.
    """
    for table in (CALLS, INCIDENTS, CHANGES, ACTIVITIES):
        table.locate(folder)
    found = survey(folder)
    log = histories(folder, loading)
    catalogue = lay_down(
        found, {activity.team for past in log.values() for activity in past if activity.team}
    )
    incidents = IncidentLoader(folder, loading, catalogue, log)
    incidents.load()
    CallLoader(folder, loading, catalogue, incidents.told_by_incident).load()
    ChangeLoader(folder, loading, catalogue).load()
    link_causes(incidents.named_changes, loading)

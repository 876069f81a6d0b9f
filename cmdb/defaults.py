"""Reference data of equipment: how two items belong together, and who suffers for whom."""

from cmdb.models import RelationType
from people.defaults import installs

FORWARD, BACKWARD, NONE = (
    RelationType.Dependency.FORWARD,
    RelationType.Dependency.BACKWARD,
    RelationType.Dependency.NONE,
)
# code, names, names read backwards, who depends on whom
RELATION_TYPES = [
    ("runs-on", ("runs on", "运行于", "執行於"), ("carries", "承载", "承載"), FORWARD),
    ("depends-on", ("depends on", "依赖于", "相依於"), ("is needed by", "被其依赖", "被其相依"), FORWARD),
    ("connects-to", ("connects to", "接入", "接入"), ("connects", "为其提供接入", "為其提供接入"), FORWARD),
    ("powered-by", ("is powered by", "供电来自", "供電來自"), ("powers", "供电给", "供電給"), FORWARD),
    ("part-of", ("is part of", "属于", "屬於"), ("consists of", "包含", "包含"), BACKWARD),
    ("installed-at", ("is installed at", "安装于", "安裝於"), ("houses", "容纳", "容納"), NONE),
]


@installs("cmdb.relation_types")
def install_relation_types() -> None:
    for code, names, inverses, dependency in RELATION_TYPES:
        columns = ("name", "name_zh_hans", "name_zh_hant", "inverse", "inverse_zh_hans", "inverse_zh_hant")
        words = dict(zip(columns, (*names, *inverses), strict=True))
        RelationType.objects.get_or_create(code=code, defaults={**words, "dependency": dependency})

"""Names of organisations and people."""

from __future__ import annotations

import re

from anjuan.papers.fields.normal.reading import AS_PRINTED, Printed, Reading, empty, narrow, says_none, tidy

_HAN = "\u3400-\u9fff"
_ENDS = (
    "公司|集团|厂|中心|院|研究所|事务所|合作社|商店|书店|酒店|饭店|宾馆|门店|药店|超市|商场|车站|工作站|加油站|学校|大学|学院|"
    "幼儿园|银行|支行|协会|学会|联合会|委员会|管理局|服务部|经营部|项目部|加工部|工作室|农场|林场|牧场|养老院|博物馆|图书馆|体育馆|"
    "局|所|社|店|行|部|处|站|场|馆|园|坊|户|总队|支队"
)
_ORGANISATION = re.compile(rf"[{_HAN}A-Za-z0-9（）()·&\-—、 ]{{2,}}(?:{_ENDS})(?:[（(][^（()）]{{1,20}}[)）])?$")
_SEAL_NOTE = re.compile(r"[（(\[【](?:[^（()）]*(?:盖章|公章|签章|印章|签字|签名|以下简称|简称)[^（()）]*)[)）\]】]")
_LEADING = re.compile(r"^(?:致|甲方|乙方|兹证明|名称)[:：]?\s*")
_WITHIN = re.compile(r"公司|集团|工厂|研究院|合作社|事务所|有限合伙")
_LATIN_ORGANISATION = re.compile(
    r"\b(?:co|ltd|limited|inc|corp|corporation|company|llc|gmbh|plc|group|factory|institute|university|college|"
    r"hospital|school|centre|center|works|bureau|association|foundation|ag|bv|kg|sa|srl|pte|pty)\b",
    re.IGNORECASE,
)
#: What follows the place in a record of who came when.
_WHO_CAME = re.compile(
    rf"\s*(?:[{_HAN}]{{2,3}})?\s*(?:进场|离场|到场|签到|签退|打卡|到达|离开)\s*(?:时间|日期)?\s*[:：]?\s*\d{{4}}\s*[年./-].*$|\s+\d{{4}}\s*年\s*\d{{1,2}}\s*月.*$"
)
#: What follows an address in the same sentence.
_NEXT_CLAUSE = re.compile(
    r"[,，;；。]\s*(?:其)?(?:实际|生产|经营|注册|办公|通讯|法定代表人|统一社会信用代码|联系|员工|现有|占地|该|体系|管理体系|厂区).*$"
)
#: Labels of the lines that follow a name in the same cell.
_NEXT_LABEL = re.compile(
    r"\s*(?:(?:统一)?(?:社会)?信用代码|组织机构代码|(?:注册|登记|经营|生产|办公|通讯|审核)?地址|(?:登记)?住所|"
    r"法定代表人|联系人|联系电话|电话|传真|邮编)\s*(?:[a-z ]*)[:：].*$",
    re.IGNORECASE,
)
#: What a sentence says after the name of a company: ，附照片8张.
_GOES_ON = re.compile(
    r"(?<=公司)(?:[（(][^（()）]{1,20}[)）])?(?P<rest>\s*[，,；;。].*|\s*(?=项目编号|编号|立卷人|案卷).*)$"
)
_SENTENCE = re.compile(r"[。；;！？?☑☐□■√]")
_DATED = re.compile(r"\d{4}\s*[年./-]\s*\d{1,2}")
_FORMER = re.compile(r"[（(](?:原名?|曾用名)[:：]?[^（()）]*[)）]$")
_SEPARATORS = re.compile(r"[、,，;；/\n|]|(?<=[\u3400-\u9fff)）])\s+(?=[\u3400-\u9fff])")
_BRACKET = re.compile(r"[（(\[【]([^（()）\]】]*)[)）\]】]")
_HAN_NAME = re.compile(rf"^[{_HAN}]{{2,4}}$|^[{_HAN}]{{1,8}}[·•][{_HAN}·•]{{1,12}}$")
_LATIN_NAME = re.compile(r"^[A-Z][A-Za-z.'-]+(?: [A-Z][A-Za-z.'-]*){1,3}$")
_SPACED_NAME = re.compile(rf"(?<![{_HAN}])([{_HAN}])[ \u3000]+([{_HAN}])(?![{_HAN}])")
_TAIL = re.compile(r"(?:先生|女士|经理|主任|签字|签名|盖章|\d[\d\s()-]{5,}.*|\d{4}年.*)$")
#: The signs that nearly all Chinese family names are written with.
_FAMILY = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖萧田董袁潘蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石"
    "金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施牛樊葛邢安齐伍庄庞翟申鲁倪文牟"
    "古左欧乔岳尚章骆管游焦柳毕耿甘童翁詹裴阮舒梅祝关阳俞聂辛殷符凌路易宁盛欒栾华包滕洪诸柏项祁司凤初亓仇仉乐乌买云井亢从仝仲仰但"
    "位佘佟佴全公兰关兴冀冉农冒冷冼刁别利刑卓卜占卞危厉原双召台叶司吉后吾启喻嘉国圣堵壮多夔奚娄娟宇完官宓宗宣宫宰家容密富寇寸寿封"
    "尉尤居展山岑崇巢巩巫巴师席常平庆庾应庚廉延弓强归征徒御微念性怀惠慈慕戈戎成戚房扈扶折拓招揭揽支敖敬方旗昌明昝晁晋晏景智暴曲曾有"
    "朴权来杭松板枚柯查柏柴桂桑桓楚楼榮荣樂樊欉次欧水求池汝沃沐沙洛涂浦涂淡渠湛湯滑满漆潭澹濮火炎烏燕爱牟牧狄狐猛玉班理琚甄甯生由甫"
    "申疏皇皮益盖盘相真矫祖祝禄秋禹种税穆窦立竹竺笪符第简籍米糜索紫终经绪综缑缪羊羿翠翟老耶聊职育胥能臧臺舒良艾节芦芮花苍苑苗苟茅茆"
    "茹荀荆草荐莘莫菅萨葉葛蒙蒯蒲蓝蓟蔚蔺薄蘇虎虞蛮衣衡褚西覃解言訾詹诺谈谌谭谯谷贡贲贝费赏赖赫起路车辜辛边达迟逄通逯邓邝邬邰邴郁郎"
    "郏郗郜郦都鄂鄢酆采里野钟钮钱铁铎银锁镇長长门闵闻闾阙降陵随隋隗隽雍雒霍青靖静靳鞏鞠韶项须顿颛饶香馬骆高鬱魁鲍鲜鹿麦麻黄黑默齐龙"
    "练谷占仉佀佘冮冯庹展宿忽曲桑植楼盍窦笪粘练缠肇芈苌苻荣莱萬蒿蔄蘧虢谌贯运逯邸郐郓鄞阚鲜皇甫欧阳上官司马诸葛东"
    "方尉迟公孙令狐慕容长孙宇文夏侯端木百里呼延南宫钟离逄党揣撒敏眭粟智昂钭忻戢蹇郇佀逯帅缪"
    "颜綦屈裘伊屠姬劳束幸印阴瞿连习宦慎暨匡隆勾那毋丰况商哈单卫元计禚汲邱蓬咸鱼弘厍乜琴璩殳酆"
)
_COMMON = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖萧田董袁潘蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石"
    "金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施牛樊葛邢安齐伍庄庞翟申鲁倪"
)
_RUN = re.compile(rf"[{_HAN}]{{5,24}}")
#: How sure names are that stood without separators.
_PARTED = 0.7
#: By how much the likeliest way to part them must be likelier than the next.
_MARGIN = 0.2
_NO_PEOPLE = re.compile(r"公司|部门|认证|中心|有限|机构|组织|审核|评审|管理体系|车间|办公|部$|科$|组$|室$|处$|股$")
_NO_NAMES = frozenset(
    [
        "无",
        "见附件",
        "同上",
        "审核员",
        "组长",
        "组员",
        "专家",
        "实习",
        "全体",
        "全员",
        "全组",
        "姓名",
        "签名",
        "签字",
        "日期",
        "盖章",
        "注册",
        "高级",
        "成员",
        "技术",
        "职务",
        "部门",
        "电话",
        "手机",
        "审核",
        "认证",
        "评审",
        "公司",
        "是否",
        "符合",
        "管理",
        "总经理",
        "法人",
        "地址",
        "传真",
        "邮编",
        "以上",
        "其他",
        "待定",
        "男",
        "女",
    ]
)
_ROLES = (
    ("leader", re.compile(r"组长|主任审核员|leader", re.IGNORECASE)),
    ("expert", re.compile(r"专家|expert", re.IGNORECASE)),
    ("trainee", re.compile(r"实习|trainee", re.IGNORECASE)),
    ("observer", re.compile(r"观察|见证|observer", re.IGNORECASE)),
    ("interpreter", re.compile(r"翻译|向导")),
    ("auditor", re.compile(r"组员|审核员|成员|检查员|auditor|member", re.IGNORECASE)),
)
_ROLE_LEAD = re.compile(
    r"(审核组长|审核组组长|组长|主任审核员|审核组成员|审核员|组员|成员|技术专家|专家|实习审核员|观察员|见证人)(?:\s*\d+)?\s*[:：]"
)


def organisation(printed: Printed) -> tuple[Reading, ...]:
    """Return the name of an organisation without notes on seals and abbreviations; nothing for other words."""
    text = tidy(_SEAL_NOTE.sub("", printed.text.replace("\n", "")))
    text = _FORMER.sub("", _NEXT_LABEL.sub("", _LEADING.sub("", text))).strip(" :：、，,。.")
    if rest := _GOES_ON.search(text):
        text = text[: rest.start("rest")]
    text = _chinese_brackets(text)
    if empty(text) or says_none(text) or len(text) > 60:  # noqa: PLR2004  no name is so long
        return ()
    if _ORGANISATION.match(text):
        return (Reading(text),)
    if _SENTENCE.search(printed.text) or _DATED.search(text):
        return ()
    if re.search(rf"[{_HAN}]", text):
        return (Reading(text, 0.7),) if _WITHIN.search(text) else ()
    return (Reading(text, AS_PRINTED),) if _LATIN_ORGANISATION.search(text) and " " in text else ()


def _chinese_brackets(text: str) -> str:
    return re.sub(rf"(?<=[{_HAN}])\(([^()]*)\)", r"（\1）", text)


def former_names(printed: Printed) -> tuple[Reading, ...]:
    """Return the former names of an organisation; an empty value when the paper says there are none."""
    if says_none(printed.text):
        return (Reading(""),)
    parts = re.split(r"[、;；\n]", re.split(r"[。;；]", printed.text)[0])
    named = (reading for part in parts for reading in organisation(Printed(part, printed.recognised)))
    return tuple(reading for reading in named if reading.sure == 1)


def role_of(text: str) -> str:
    """Return ``leader``, ``auditor``, ``expert``, ``trainee``, ``observer`` or ``interpreter``; empty when not said."""
    return next((role for role, pattern in _ROLES if pattern.search(text)), "")


def person(printed: Printed) -> tuple[Reading, ...]:
    """Return the one person named; less sure when there are several."""
    people = persons(printed)
    if len(people) > 1:
        return (Reading(people[0].value, 0.6),)
    return tuple(Reading(one.value, one.sure) for one in people)


def persons(printed: Printed) -> tuple[Reading, ...]:
    """Return the people named, each with its role where the text says it (``组长：X 组员：Y、Z``)."""
    text = _SPACED_NAME.sub(r"\1\2", narrow_names(printed.text))
    found: dict[str, Reading] = {}
    for role, part in _with_roles(text):
        for piece in _SEPARATORS.split(part):
            for reading in _some(piece, role):
                found.setdefault(str(reading.value), reading)
    return tuple(found.values())


def _run_together(text: str) -> list[Reading]:
    """Return the names of a run of signs without separators, when only one way to part them is the likeliest."""
    ways: list[tuple[float, tuple[str, ...]]] = []
    _part(text, (), ways)
    ways.sort(reverse=True)
    if not ways or (len(ways) > 1 and ways[0][0] - ways[1][0] < _MARGIN):
        return []
    return [Reading(name, _PARTED) for name in ways[0][1]]


def _part(rest: str, names: tuple[str, ...], ways: list[tuple[float, tuple[str, ...]]]) -> None:
    if not rest:
        common = sum(1.0 if name[0] in _COMMON else 0.3 for name in names) / len(names)
        ways.append((common, names))
        return
    for length in (3, 2):
        if len(rest) >= length and rest[0] in _FAMILY:
            _part(rest[length:], (*names, rest[:length]), ways)


def narrow_names(text: str) -> str:
    """Return the text with brackets and blanks in one form."""
    return narrow(text).replace("\u3000", " ").replace("\t", " ")


def _with_roles(text: str) -> list[tuple[str, str]]:
    marks = list(_ROLE_LEAD.finditer(text))
    if not marks:
        return [("", text)]
    pieces = [("", text[: marks[0].start()])]
    for index, mark in enumerate(marks):
        end = marks[index + 1].start() if index + 1 < len(marks) else len(text)
        pieces.append((role_of(mark.group(1)), text[mark.end() : end]))
    return pieces


def _some(piece: str, role: str) -> list[Reading]:
    one = _one(piece, role)
    if one:
        return [one]
    return _run_together(piece.strip()) if _RUN.fullmatch(piece.strip()) and not _NO_PEOPLE.search(piece) else []


def _one(piece: str, role: str) -> Reading | None:
    notes = " ".join(_BRACKET.findall(piece))
    name = _TAIL.sub("", _BRACKET.sub("", piece).strip()).strip(" :：.。*")
    name = re.sub(r"^\d+[.、)]?\s*", "", name)
    role = role or role_of(notes)
    if name in _NO_NAMES or any(name.startswith(word) for word in ("见附", "同上", "无")):
        return None
    extra = (("role", role),) if role else ()
    if _NO_PEOPLE.search(name):
        return None
    if _HAN_NAME.match(name):
        return Reading(name, 1.0 if name[0] in _FAMILY else 0.6, extra=extra)
    return Reading(name, 0.85, extra=extra) if _LATIN_NAME.match(name) else None


def address(printed: Printed) -> tuple[Reading, ...]:
    """Return an address in one line, without the postcode."""
    text = tidy(printed.text.replace("\n", ""))
    text = re.sub(r"[（(]?(?:邮编|邮政编码|电话|联系人)[:：]?.*$", "", text)
    text = _NEXT_CLAUSE.sub("", _WHO_CAME.sub("", text))
    text = re.sub(r"[\s,，;；。]*\d{6}$", "", text).strip(" ：:，,；;。（(")
    if empty(text) or says_none(text) or len(text) < 4:  # noqa: PLR2004  no place is named so shortly
        return ()
    sure = 1.0 if re.search(r"[省市区县镇乡村路街道号园座楼室]|Road|District|Street", text) else 0.6
    return (Reading(_chinese_brackets(text), sure),)

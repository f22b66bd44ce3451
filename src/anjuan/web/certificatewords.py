"""Words of certificates: states, deeds, keys, outcomes of verification."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TABLES: Mapping[str, Mapping[str, str | Promise]] = {
    "certificate_state": {
        "01": _("有效"), "02": _("暂停"), "03": _("撤销"), "04": _("注销"), "05": _("过期失效"), "": _("未颁发"),
    },
    "certificate_deed": {
        "issue": _("颁发"), "suspend": _("暂停"), "restore": _("恢复"), "withdraw": _("撤销"), "cancel": _("注销"),
        "expire": _("到期失效"), "reissue": _("换发"),
    },
    "certificate_due": {"renewal": _("90 天内到期"), "suspension": _("暂停将满或已满")},
    "signing_key_state": {"signs": _("在用"), "retired": _("已停用，仍可核验"), "revoked": _("已作废")},
    "statement_fault": {
        "shape": _("不是本机构的证书声明，或内容不完整。"),
        "key_unknown": _("声明不是用本机构公布的密钥签名的。"),
        "key_revoked": _("声明所用的密钥已作废，请向发证机构索取新版证书。"),
        "after_retirement": _("声明的签名日期晚于密钥停用日期，不能采信。"),
        "signature": _("签名与内容不符：内容被改动过，或签名是伪造的。"),
    },
}  # fmt: skip
MOODS: Mapping[str, Mapping[str, str]] = {
    "certificate_state": {"01": "is-good", "02": "is-warn", "03": "is-bad", "04": "", "05": ""},
    "signing_key_state": {"signs": "is-good", "retired": "", "revoked": "is-bad"},
}

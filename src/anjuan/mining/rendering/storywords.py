"""The words around stories and training sets, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "kicker": "审核案例", "clause": "条款 {clause}", "edition": "第 {number} 版", "own": "编者撰写",
        "reworded": "编者改写", "source": "出处 {number}", "colon": "：",
        "note": "有出处编号的句子出自案卷原文，可在系统中打开对应页面；组织、人员、编号、地址等信息已隐去。"
        "注明“编者撰写”“编者改写”的句子由编者负责。",
        "training": "培训题集", "question": "第 {number} 题", "answer": "答案", "asks_clause": "该事实不符合哪一条款？",
        "asks_grade": "该不符合应判为何种严重程度？", "difficulty": "答错 {wrong}/{of} 人", "no_data": "尚无数据",
        "column_number": "序号", "column_standard": "标准", "column_stem": "不符合事实", "column_asks": "问题",
        "column_option": "选项 {letter}", "column_difficulty": "难度", "column_page": "出处编号",
        "training_note": "题目由经审阅的不符合项形成，身份信息已隐去；答案的出处可在系统中打开。",
    },
    "en": {
        "kicker": "Case story", "clause": "Clause {clause}", "edition": "Edition {number}",
        "own": "written by the editor", "reworded": "reworded by the editor", "source": "source {number}",
        "colon": ": ",
        "note": "Sentences with a source number stand on pages of case files and open in the archive. Organisations, "
        "persons, numbers and addresses are left out. Sentences marked as an editor's are the editor's own.",
        "training": "Training set", "question": "Question {number}", "answer": "Answer",
        "asks_clause": "Which clause is not met?", "asks_grade": "Which grade does this nonconformity have?",
        "difficulty": "{wrong} of {of} wrong", "no_data": "no data yet", "column_number": "No.",
        "column_standard": "Standard", "column_stem": "What was found", "column_asks": "Question",
        "column_option": "Option {letter}", "column_difficulty": "Difficulty", "column_page": "Source",
        "training_note": "Questions are made from reviewed nonconformities without identities; the sources of the "
        "answers open in the archive.",
    },
}  # fmt: skip

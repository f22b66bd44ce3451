"""The sentences of errors about figures."""

from __future__ import annotations

#: English sentence and Chinese one; the same names in braces stand for the same values.
FIGURES = (
    ("No figures were counted on {day}.", "{day} 没有统计。"),
    ("There is no table of figures {name}.", "没有统计表 {name}。"),
    ("There is no figure {name} by {by}.", "指标 {name} 不能按 {by} 统计。"),
    ("There is no figure {name}.", "没有指标 {name}。"),
    ("A table of figures cannot be written as {form}.", "统计表不能导出为 {form}。"),
    ("A bulletin cannot be had as {form}.", "月报不能导出为 {form}。"),
    ("{name} has more than {rows} rows or {columns} columns.", "{name} 超过 {rows} 行或 {columns} 列。"),
    ("{name} is neither a workbook nor text.", "{name} 不是工作簿，也不是文本。"),
    ("{name} is no statistic that can be read: {why}.", "{name} 不是可识别的统计表。"),
    ("There is no printed statistic {key}.", "没有印刷统计表 {key}。"),
    ("There is no bulletin of {month}.", "没有 {month} 的月报。"),
    ("There is no stored query {key}.", "没有统计查询 {key}。"),
    ("{name} may not take a bulletin as a file.", "{name} 不能下载月报。"),
    ("The column {name} has no label for {value}.", "列 {name} 没有取值 {value} 的标签。"),
    ("The name {name} of a column cannot be used in Stata.", "列名 {name} 不能用于 Stata。"),
)

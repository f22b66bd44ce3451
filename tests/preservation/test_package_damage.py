"""Packages that were damaged or forged: refused, with the exact reason, and nothing of them taken in."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.models import Case, Document, Original
from anjuan.kit.blobs import FolderBlobs
from anjuan.kit.errors import AnjuanError
from anjuan.preservation.faults import PackageDamagedError, PackageForeignError
from anjuan.preservation.services.package_check import PackageLimits, package_faults, path_fault
from anjuan.preservation.services.package_import import PackageSource, package_import


def reseal(folder: Path) -> None:
    """Write all manifests anew, as a forger would."""

    def sums(paths):
        return "".join(
            f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder).as_posix()}\n" for p in sorted(paths)
        )

    payload = [path for path in (folder / "data").rglob("*") if path.is_file()]
    (folder / "manifest-sha256.txt").write_text(sums(payload), encoding="utf-8")
    lines = (folder / "bag-info.txt").read_text("utf-8").splitlines()
    size = sum(path.stat().st_size for path in payload)
    lines = [f"Payload-Oxum: {size}.{len(payload)}" if line.startswith("Payload-Oxum") else line for line in lines]
    (folder / "bag-info.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    reseal_tags(folder)


def reseal_tags(folder: Path) -> None:
    tags = [folder / name for name in ("bag-info.txt", "bagit.txt", "manifest-sha256.txt")]
    text = "".join(f"{hashlib.sha256(tag.read_bytes()).hexdigest()}  {tag.name}\n" for tag in tags)
    (folder / "tagmanifest-sha256.txt").write_text(text, encoding="utf-8")


def first_original(folder: Path) -> Path:
    return min((folder / "data" / "originals").iterdir())


def edit_case(folder: Path, change) -> None:
    path = folder / "data" / "metadata" / "case.json"
    whole = json.loads(path.read_text("utf-8"))
    change(whole)
    path.write_text(json.dumps(whole), encoding="utf-8")
    reseal(folder)


def missing_file(folder):
    first_original(folder).unlink()


def missing_file_resealed(folder):
    first_original(folder).unlink()
    reseal(folder)


def extra_file(folder):
    (folder / "data" / "extra.exe").write_bytes(b"MZ")


def extra_file_resealed(folder):
    (folder / "data" / "originals" / "0009 x.txt").write_bytes(b"x")
    reseal(folder)


def changed_byte(folder):
    path = first_original(folder)
    content = bytearray(path.read_bytes())
    content[3] ^= 1
    path.write_bytes(bytes(content))


def changed_byte_resealed(folder):
    changed_byte(folder)
    reseal(folder)


def changed_manifest(folder):
    path = folder / "manifest-sha256.txt"
    path.write_text(path.read_text("utf-8").replace("0", "1", 1), encoding="utf-8")


def traversal(folder):
    path = folder / "manifest-sha256.txt"
    path.write_text(path.read_text("utf-8") + f"{'0' * 64}  data/../../etc/passwd\n", encoding="utf-8")
    reseal_tags(folder)


def absolute_path(folder):
    path = folder / "manifest-sha256.txt"
    path.write_text(path.read_text("utf-8") + f"{'0' * 64}  /etc/passwd\n", encoding="utf-8")
    reseal_tags(folder)


def link_instead_of_file(folder):
    path = first_original(folder)
    path.unlink()
    path.symlink_to("/etc/hostname")


def linked_folder(folder):
    (folder / "data" / "more").symlink_to("/etc")


def fetch_list(folder):
    (folder / "fetch.txt").write_text("https://example.org/x 1 data/x\n")


def no_manifest(folder):
    (folder / "manifest-sha256.txt").unlink()


def manifest_in_gbk(folder):
    (folder / "manifest-sha256.txt").write_bytes("案卷".encode("gbk"))
    reseal_tags(folder)


def path_in_records(folder):
    def change(whole):
        next(iter(whole["files"].values()))["original"] = "../../bagit.txt"

    edit_case(folder, change)


def foreign_profile(folder):
    path = folder / "bag-info.txt"
    path.write_text(path.read_text("utf-8").replace("urn:anjuan", "urn:other"), encoding="utf-8")
    reseal_tags(folder)


def forged_digest(folder):
    edit_case(folder, lambda whole: whole["tables"]["originals"][0].update(sha256="0" * 64))


def later_layout(folder):
    edit_case(folder, lambda whole: whole.update(format=99))


def unknown_column(folder):
    edit_case(folder, lambda whole: whole["tables"]["case"][0].update(colour="red"))


def unknown_reference(folder):
    edit_case(folder, lambda whole: whole["tables"]["documents"][1].update(original_id=999_999))


def wrong_value(folder):
    edit_case(folder, lambda whole: whole["tables"]["documents"][2].update(sequence="one"))


def doubled_row(folder):
    edit_case(folder, lambda whole: whole["tables"]["documents"][2].update(sequence=1))


def no_json(folder):
    (folder / "data" / "metadata" / "case.json").write_text("[" * 100_000)
    reseal(folder)


def two_cases(folder):
    edit_case(folder, lambda whole: whole["tables"]["case"].append(whole["tables"]["case"][0]))


DAMAGES = {
    missing_file: "count", missing_file_resealed: "forged", extra_file: "count", extra_file_resealed: "extra",
    changed_byte: "changed", changed_byte_resealed: "forged", changed_manifest: "changed", traversal: "path",
    absolute_path: "path", link_instead_of_file: "link", linked_folder: "link", fetch_list: "fetch",
    no_manifest: "no-tag-file", manifest_in_gbk: "manifest", path_in_records: "forged",
    foreign_profile: "foreign", forged_digest: "forged", later_layout: "", unknown_column: "", unknown_reference: "",
    wrong_value: "", doubled_row: "", no_json: "", two_cases: "",
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_package_is_refused_whole(damage, package, deed, tmp_path, forget):
    forget()
    damage(package)
    with pytest.raises((PackageDamagedError, PackageForeignError)):
        package_import(
            deed=deed, viewer=system_viewer(), source=PackageSource(package, tmp_path / "work"),
            blobs=FolderBlobs(tmp_path / "fresh"),
        )  # fmt: skip
    assert (Case.objects.count(), Document.objects.count(), Original.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    "damage", [key for key, code in DAMAGES.items() if code not in ("", "forged")], ids=lambda d: d.__name__
)
def test_the_damage_is_named(damage, package):
    damage(package)
    codes = {fault.code for fault in package_faults(package, PackageLimits())}
    assert DAMAGES[damage] in codes or damage is extra_file_resealed


def test_an_untouched_package_has_no_fault(package):
    assert package_faults(package, PackageLimits()) == []


def test_a_resealed_forgery_is_found_by_the_records(package, deed, tmp_path, forget):
    forget()
    changed_byte_resealed(package)
    with pytest.raises(PackageDamagedError, match=r"0001 .*records say"):
        package_import(
            deed=deed, viewer=system_viewer(), source=PackageSource(package, tmp_path / "work"),
            blobs=FolderBlobs(tmp_path / "fresh"),
        )  # fmt: skip


def test_a_package_of_too_many_files_is_refused_before_it_is_read(package):
    assert {fault.code for fault in package_faults(package, PackageLimits(files=3))} >= {"too-large"}


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    "members",
    [
        {"../out.txt": b"x"},
        {"/out.txt": b"x"},
        {"C:/out.txt": b"x"},
        {"a/bomb": b"\0" * 3_000_000},
        {"a/x": b"1", "b/y": b"2"},
        {"a/X": b"1", "a/x": b"2"},
        {},
    ],
    ids=["up", "absolute", "drive", "bomb", "two roots", "one name twice", "empty"],
)
def test_a_harmful_zip_is_refused_and_writes_nowhere(members, deed, tmp_path, blobs, db):
    path = zipped(tmp_path / "p.zip", members)
    limits = PackageLimits(ratio_from_bytes=1 << 20)
    with pytest.raises(AnjuanError):
        package_import(
            deed=deed, viewer=system_viewer(), source=PackageSource(path, tmp_path / "work", limits), blobs=blobs
        )
    assert list((tmp_path / "work").iterdir()) == []
    assert not (tmp_path / "out.txt").exists()


def test_a_truncated_zip_is_refused(package, deed, tmp_path, blobs):
    path = Path(shutil.make_archive(str(tmp_path / "p"), "zip", package.parent, package.name))
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(PackageDamagedError):
        package_import(deed=deed, viewer=system_viewer(), source=PackageSource(path, tmp_path / "w"), blobs=blobs)


@pytest.mark.parametrize("path", ["data/a", "data/甲 乙.pdf", "x"])
def test_harmless_paths_are_followed(path):
    assert path_fault(path) == ""

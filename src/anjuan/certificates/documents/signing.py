"""Signing the PDF of a certificate with a key of the body's own; needs the optional package pyHanko."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path

from anjuan.certificates.faults import SignerMissingError


@dataclasses.dataclass(frozen=True, slots=True)
class PdfSigner:
    """Where the body's key lies.

    Attributes:
        file: A PKCS #12 file.
        password: Its password; empty for none.

    """

    file: Path
    password: str = ""


def pdf_signed(content: bytes, signer: PdfSigner, *, name: str) -> bytes:
    """Return a PDF with an embedded signature (PAdES baseline B-B); its pages stay byte for byte.

    Args:
        content: The PDF.
        signer: Where the key lies.
        name: Name of the body, as the signature tells it.

    Raises:
        SignerMissingError: pyHanko is not installed, or the key cannot be read.

    """
    try:
        # An optional package: installations that sign nothing do without it.
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
        from pyhanko.sign import fields, signers  # noqa: PLC0415
    except ImportError as fault:
        raise SignerMissingError(
            "PDF files cannot be signed: the package pyHanko is not installed.",
            why="The statement in the QR code is signed in any case; the signature of the file is another one.",
            remedy="Run `pip install 'anjuan[signing]'`, or leave the option out.",
        ) from fault
    key = signers.SimpleSigner.load_pkcs12(str(signer.file), passphrase=signer.password.encode() or None)
    if key is None:
        raise SignerMissingError(
            f"The key file {signer.file.name} cannot be read with the password given.",
            remedy="Give a PKCS #12 file with its password.",
        )
    meta = signers.PdfSignatureMetadata(
        field_name="Certificate", name=name, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    signed: io.BytesIO = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content)), meta, signer=key)
    return signed.getvalue()

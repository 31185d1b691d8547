"""What a print takes: pictures of the site alone, and nothing from any network."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from guide.print.fetching import LocalFetcher
from guide.print.prints import A4, PdfPrint, Setting
from PIL import Image


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A host that nobody may call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def called(listener: socket.socket) -> bool:
    try:
        listener.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def printed(site: Path, body: str) -> list[str]:
    """What is wrong with a print of some HTML, with its pictures in the folder of a site."""
    markup = f'<html lang="en"><title>Owls</title><body>{body}</body></html>'
    one = PdfPrint(
        edition="owls",
        path="pdf/owls.pdf",
        title="Owls",
        settings=(Setting(markup, A4),),
        styles=("base",),
        folder=site.as_uri(),
    )
    return [f"{fault.rule}: {fault.message}" for fault in one.make(site.parent / "owls.pdf")]


def missing(name: str) -> str:
    return (
        f'print-missing-picture: page 1: the picture "{name}" is missing: no picture can be read '
        "from its file"
    )


def test_nothing_that_a_print_names_is_fetched_from_a_network(
    tmp_path: Path, listener: socket.socket
) -> None:
    host = f"http://127.0.0.1:{listener.getsockname()[1]}"
    site = tmp_path / "site"
    site.mkdir()
    (site / "owl.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        f'<style>@import "{host}/a.css";</style><image href="{host}/a.png" width="9" height="9"/>'
        f'<rect width="9" height="9" fill="url({host}/a#b)"/><use href="{host}/a.svg#b"/></svg>'
    )
    body = (
        f"<style>@import '{host}/a.css'; @font-face {{ font-family: x; src: url({host}/a.woff) }}"
        f"</style><link rel=stylesheet href={host}/b.css>"
        f'<p style="background-image: url({host}/ground.png); font-family: x">Owls</p>'
        f'<img alt="owl" src="{host}/owl.png"><img alt="" src="{(site / "owl.svg").as_uri()}">'
    )
    assert printed(site, body) == [missing("ground.png"), missing("owl")]
    assert not called(listener)


def test_no_picture_from_outside_of_the_site_is_printed(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    for file in (tmp_path / "secret.png", site / "owl.png"):
        Image.new("RGB", (30, 30)).save(file)
    (site / "way out.png").symlink_to(tmp_path / "secret.png")
    inside = f'<img alt="an owl" src="{(site / "owl.png").as_uri()}?new#top">'
    outside = "".join(
        f'<img alt="{name}" src="{address}">'
        for name, address in {
            "beside": (tmp_path / "secret.png").as_uri(),
            "above": f"{site.as_uri()}/../secret.png",
            "link": (site / "way out.png").as_uri(),
            "host": f"file://owls.example{site / 'owl.png'}",
        }.items()
    )
    assert printed(site, inside) == []
    assert printed(site, outside) == [missing(name) for name in ("beside", "above", "link", "host")]


@pytest.mark.parametrize(
    "address",
    ["https://owls.example/", "ftp://owls.example/", "HTTP://owls.example/", "//owls.example/"],
)
def test_no_other_scheme_is_opened(tmp_path: Path, address: str) -> None:
    with pytest.raises(ValueError, match=f"^{address} is no file of the site$"):
        LocalFetcher(tmp_path.as_uri()).fetch(address)

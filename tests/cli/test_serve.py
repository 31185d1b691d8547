"""To look at the guide on this machine: while it is written, and as it was built."""

from __future__ import annotations

from pathlib import Path

import pytest
from guide.__main__ import main
from guide.cli import preview, serve
from guide.core.steps import Steps
from guide.edition import edition as editions
from guide.edition import settings
from guide.edition.edition import Edition, EditionError
from guide.print import rendering
from guide.site.pipeline import build
from mkdocs.livereload import LiveReloadServer
from small_guide import TODAY, write_files

TEXT = pytest.CaptureFixture[str]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[LiveReloadServer]:
    """The servers that would have been started."""
    servers: list[LiveReloadServer] = []
    monkeypatch.setattr(LiveReloadServer, "serve", lambda server: servers.append(server))
    monkeypatch.setattr(LiveReloadServer, "shutdown", lambda server: server.server_close())
    return servers


def test_the_guide_is_served_below_its_address(
    tiny_guide: Path, served: list[LiveReloadServer], capsys: TEXT
) -> None:
    assert main(["serve", "-f", str(tiny_guide / "mkdocs.yml"), "--port", "8123"]) == 0
    (server,) = served
    assert server.mount_path == "/repo/"
    assert capsys.readouterr().out == "http://127.0.0.1:8123/repo/  (Ctrl-C stops it)\n"


def test_an_approval_that_is_given_while_the_guide_is_served_is_seen(
    tiny_guide: Path, served: list[LiveReloadServer]
) -> None:
    main(["serve", "-f", str(tiny_guide / "mkdocs.yml")])
    (server,) = served
    watches = {watch.path: watch.is_recursive for watch in server.observer._watches}
    assert watches == {
        str(tiny_guide): False,
        str(tiny_guide / "docs"): True,
        str(tiny_guide / "theme"): True,
    }


def test_what_a_clinic_has_of_its_own_is_watched(
    tiny_guide: Path,
    tmp_path: Path,
    served: list[LiveReloadServer],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its folder holds no words of the guide: they are those of a release."""
    for module in (settings, editions):
        monkeypatch.setattr(module, "content_folder", lambda: tiny_guide)
    files = {"clinic.yml": "site_name: Owls\n", "pages/README.md": "", "local/README.md": ""}
    clinic = write_files(tmp_path / "clinic", files)
    assert main(["serve", "-f", str(clinic / "clinic.yml")]) == 0
    (server,) = served
    watched = {watch.path for watch in server.observer._watches}
    assert watched == {
        *(str(clinic), str(clinic / "pages"), str(clinic / "local")),
        *(str(tiny_guide / "docs"), str(tiny_guide / "theme")),
    }


def test_nothing_is_run_or_served_that_a_clinics_file_asks_for(
    tiny_guide: Path, served: list[LiveReloadServer], capsys: TEXT
) -> None:
    ran = tiny_guide / "ran"
    clinic = f"INHERIT: mkdocs.yml\nsite_name: !!python/object/apply:os.system ['touch {ran}']\n"
    write_files(tiny_guide, {"clinic.yml": clinic})
    assert main(["serve", "-f", str(tiny_guide / "clinic.yml")]) == 2
    assert "clinic.yml:2: refused-tag" in capsys.readouterr().out
    assert served == []
    assert not ran.exists()


def test_a_change_is_rendered_and_what_stops_it_is_reported(tiny_guide: Path, capsys: TEXT) -> None:
    site, config, ran = tiny_guide / "served", tiny_guide / "mkdocs.yml", tiny_guide / "ran"
    serve.render_anew(config, site)
    assert (site / "nuts/index.html").is_file()
    text = config.read_text("utf-8")
    config.write_text(f"{text}copyright: !!python/object/apply:os.system ['touch {ran}']\n")
    serve.render_anew(config, site)
    assert "refused-tag" in capsys.readouterr().err
    assert not ran.exists()
    config.write_text("site_name: [\n")
    serve.render_anew(config, site)
    assert capsys.readouterr().err.startswith("mkdocs.yml:")
    assert (site / "nuts/index.html").is_file()


def test_what_was_built_last_is_shown(tiny_guide: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "render", lambda _print, path: path.write_bytes(b"") and [])
    monkeypatch.chdir(tiny_guide)
    with pytest.raises(EditionError, match="there is no site in site/; run make site first"):
        preview.site_to_show(None)
    config = Path("mkdocs.yml")
    config.write_text(config.read_text("utf-8") + "  print: [plain-text]\n")
    other = "INHERIT: mkdocs.yml\nsite_dir: riverside\nextra: {clinic: {nation: england}}\n"
    write_files(tiny_guide, {"other.yml": other})
    for name, site in (("mkdocs.yml", "site"), ("other.yml", "riverside"), ("mkdocs.yml", "site")):
        build(Edition.load(tiny_guide / name), TODAY, Steps())
        assert preview.site_to_show(None) == tiny_guide / site
    assert preview.site_to_show(Path("other.yml")) == tiny_guide / "riverside"

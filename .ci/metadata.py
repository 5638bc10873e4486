"""What the package says on an index that depends on where it is built: its page, and the address of its project.

The README's pictures are files beside it, and an index shows only what has an address of its own. A build in the
repository's workflow knows that address; any other build leaves the pictures out rather than show broken ones.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_PICTURE = re.compile(r"!\[([^\]]*)\]\((?!https?:)([^)]+)\)")


class Metadata(MetadataHookInterface):
    """Sets `readme` and `urls`."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Called by the build with the project's table."""
        readme = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        repository = os.environ.get("GITHUB_REPOSITORY")
        if repository:
            address = f"{os.environ['GITHUB_SERVER_URL']}/{repository}"
            commit = os.environ["GITHUB_SHA"]
            readme = _PICTURE.sub(rf"![\1]({address}/raw/{commit}/\2)", readme)
            metadata["urls"] = {
                "Source": address,
                "Issues": f"{address}/issues",
                "Changelog": f"{address}#changelog",
            }
        else:
            readme = _PICTURE.sub(r"*\1*", readme)
            metadata["urls"] = {}
        metadata["readme"] = {"content-type": "text/markdown", "text": readme}

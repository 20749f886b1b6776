"""Named results about matrices and normal laws are derived by the methods and recheck."""

from __future__ import annotations

import json

import pytest

from symderive.catalogue.matrices import PROBLEMS
from symderive.faces.derive import derive
from symderive.recheck import recheck


@pytest.mark.parametrize("name", [p.name for p in PROBLEMS])
def test_a_named_result_is_derived(name):
    """Verified, nothing computed or assumed, and the certificate rechecks."""
    d = derive(name, timeout=120)
    assert d.verdict == "verified", d.reason
    assert not set(d.grades) & {"computed", "assumed"}
    assert recheck(json.loads(d.to_json())) == []

"""The loss that leaves out what bears no weight is the same loss."""

import pytest

torch = pytest.importorskip("torch")

pytestmark = pytest.mark.torch


def test_leaving_out_what_bears_no_weight_changes_nothing():
    from training.model import Size, WorldModel

    torch.manual_seed(1)
    model = WorldModel(Size(vocabulary=64, hidden=32, layers=1, heads=2, key_value_heads=1, head=16, intermediate=32))
    ids = torch.randint(0, 64, (3, 12))
    weights = torch.rand(3, 12) * (torch.rand(3, 12) > 0.5)
    for whole, sparse in zip(model.loss(ids, weights), model.loss_where_weighed(ids, weights), strict=True):
        assert torch.allclose(whole, sparse, rtol=1e-4)

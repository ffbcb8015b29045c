"""Keras files of any age answer as they did, and nothing in them is ever run."""

import json
import zipfile

import h5py
import keras
import numpy as np
import pytest
from keras import layers

from inkread.errors import ModelError
from inkread.networks.keras_file import open_keras

# Keras' variables lack an argument that NumPy 2 asks of arrays; its own save and predict come across it.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def lively(model, seed=3):
    """The model with no weight left at its start."""
    random = np.random.default_rng(seed)
    for weight in model.weights:
        weight.assign(random.uniform(0.1, 0.5, weight.shape) * random.choice([1, -1], weight.shape))
    for layer in model.layers:
        if isinstance(layer, layers.BatchNormalization):
            layer.moving_variance.assign(random.uniform(0.5, 2, layer.moving_variance.shape))
    return model


def perceptron():
    return keras.Sequential(
        [
            keras.Input((784,)),
            layers.Dense(16, activation="relu"),
            layers.Dropout(0.2),
            layers.Dense(12),
            layers.Activation("relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


def convolutional():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(4, 3, activation="relu"),
            layers.BatchNormalization(),
            layers.MaxPooling2D(),
            layers.Conv2D(3, 3, padding="same", use_bias=False),
            layers.LeakyReLU(0.1),
            layers.Flatten(),
            layers.Dense(10),
        ]
    )


def channels_first():
    return keras.Sequential(
        [
            keras.Input((1, 28, 28)),
            layers.Conv2D(3, 5, strides=2, data_format="channels_first"),
            layers.AveragePooling2D(2, data_format="channels_first"),
            layers.Flatten(data_format="channels_first"),
            layers.Dense(10, activation="sigmoid"),
        ]
    )


def graph():
    pictures = keras.Input((28, 28))
    x = layers.Reshape((28, 28, 1))(layers.Rescaling(1 / 255)(pictures))
    x = layers.Conv2D(3, 3, padding="same", activation="relu")(x)
    x = layers.Concatenate()([layers.Add()([x, layers.Conv2D(3, 1)(x)]), x])
    return keras.Model(pictures, layers.Dense(10, activation="softmax")(layers.GlobalAveragePooling2D()(x)))


def nested():
    shaken = keras.Sequential([keras.Input((28, 28, 1)), layers.RandomRotation(0.1), layers.RandomZoom(0.1)])
    inner = keras.Sequential([layers.Conv2D(3, 3), layers.BatchNormalization(), layers.Conv2D(2, 3)])
    outer = [shaken, inner, layers.Flatten(), layers.Dense(10, activation="softmax")]
    return keras.Sequential([keras.Input((28, 28, 1)), *outer])


def recurrent():
    return keras.Sequential([keras.Input((28, 28)), layers.LSTM(6), layers.Dense(10, activation="softmax")])


MODELS = [perceptron, convolutional, channels_first, graph, nested, recurrent]


def fed(model, pictures):
    return pictures.reshape(-1, *model.input_shape[1:])


@pytest.fixture
def saved(tmp_path):
    """A function that has Keras save a model and returns the path."""

    def save(model, suffix):
        path = tmp_path / f"model{suffix}"
        model.save(path)
        return path

    return save


@pytest.mark.parametrize("suffix", [".keras", ".h5"])
@pytest.mark.parametrize("make", MODELS)
def test_answers_of_todays_files(make, suffix, saved, pictures):
    """Chains, graphs, nested, recurrent and channels-first models answer as in Keras, from both formats."""
    model = lively(make())
    opened = open_keras(saved(model, suffix))
    wanted = model.predict(fed(model, pictures), verbose=0)
    np.testing.assert_allclose(opened(fed(model, pictures)), wanted, rtol=1e-4, atol=1e-5)


def write_old(path, config, weights, version, backend=b"tensorflow"):
    """A whole-model file as Keras 1 and 2 laid it out; ``weights``: (layer, [(name, array), …]) in order."""
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"] = version
        file.attrs["backend"] = backend
        file.attrs["model_config"] = config
        root = file.create_group("model_weights")
        root.attrs["layer_names"] = [name.encode() for name, _ in weights]
        for layer, arrays in weights:
            group = root.create_group(layer)
            group.attrs["weight_names"] = [name.encode() for name, _ in arrays]
            for name, array in arrays:
                group[name] = array
    return path


GLOROT = {
    "class_name": "VarianceScaling",
    "config": {"scale": 1.0, "mode": "fan_avg", "distribution": "uniform", "seed": None},
}
POLICY = {"class_name": "Policy", "config": {"name": "float32"}}


def keras_1():
    """The tutorial network as Keras 1.2 wrote it: a list of layers, other words for their arguments."""
    common = {"W_constraint": None, "W_regularizer": None, "activity_regularizer": None, "trainable": True}
    conv = {
        "nb_filter": 3,
        "nb_row": 5,
        "nb_col": 5,
        "border_mode": "valid",
        "subsample": [1, 1],
        "dim_ordering": "tf",
        "init": "glorot_uniform",
        "activation": "relu",
        "bias": True,
        "batch_input_shape": [None, 28, 28, 1],
        "input_dtype": "float32",
    }
    pool = {"pool_size": [2, 2], "strides": [2, 2], "border_mode": "valid", "dim_ordering": "tf"}
    dense = {"output_dim": 10, "init": "glorot_uniform", "activation": "softmax", "bias": True}
    return [
        {"class_name": "Convolution2D", "config": {"name": "convolution2d_1", **common, **conv}},
        {"class_name": "MaxPooling2D", "config": {"name": "maxpooling2d_1", **pool}},
        {"class_name": "Dropout", "config": {"name": "dropout_1", "p": 0.2, "trainable": True}},
        {"class_name": "Flatten", "config": {"name": "flatten_1", "trainable": True}},
        {"class_name": "Dense", "config": {"name": "dense_1", **common, **dense, "input_dim": None}},
    ]


def keras_2():
    """The same as Keras 2.1 wrote it in 2018."""
    initial = {"kernel_initializer": GLOROT, "bias_initializer": {"class_name": "Zeros", "config": {}}}
    conv = {
        "filters": 3,
        "kernel_size": [5, 5],
        "strides": [1, 1],
        "padding": "valid",
        "data_format": "channels_last",
        "dilation_rate": [1, 1],
        "activation": "relu",
        "use_bias": True,
        "batch_input_shape": [None, 28, 28, 1],
        "dtype": "float32",
        **initial,
    }
    pool = {"pool_size": [2, 2], "strides": [2, 2], "padding": "valid", "data_format": "channels_last"}
    dense = {"units": 10, "activation": "softmax", "use_bias": True, **initial}
    return [
        {"class_name": "Conv2D", "config": {"name": "conv2d_1", "trainable": True, **conv}},
        {"class_name": "MaxPooling2D", "config": {"name": "max_pooling2d_1", "trainable": True, **pool}},
        {"class_name": "Dropout", "config": {"name": "dropout_1", "rate": 0.2, "noise_shape": None}},
        {"class_name": "Flatten", "config": {"name": "flatten_1", "data_format": "channels_last"}},
        {"class_name": "Dense", "config": {"name": "dense_1", "trainable": True, **dense}},
    ]


def tf_keras_2():
    """The same as TensorFlow 2.4 wrote it: an input layer, ``ragged``, and a dtype policy."""
    entry = {"batch_input_shape": [None, 28, 28, 1], "dtype": "float32", "sparse": False, "ragged": False}
    first = {"class_name": "InputLayer", "config": {**entry, "name": "conv2d_1_input"}}
    later = keras_2()
    for layer in later:
        layer["config"]["dtype"] = POLICY
    later[0]["config"]["groups"] = 1
    return {"name": "sequential", "layers": [first, *later]}


OLD = {
    "1.2.2": (keras_1, "convolution2d_1", "{}_W:0", "{}_b:0"),
    "2.1.6": (keras_2, "conv2d_1", "{0}/kernel:0", "{0}/bias:0"),
    "2.4.0": (tf_keras_2, "conv2d_1", "{0}/kernel:0", "{0}/bias:0"),
}


def tutorial():
    return lively(
        keras.Sequential(
            [
                keras.Input((28, 28, 1)),
                layers.Conv2D(3, 5, activation="relu"),
                layers.MaxPooling2D(),
                layers.Flatten(),
                layers.Dense(10, activation="softmax"),
            ]
        )
    )


def old_weights(model, conv, kernel, bias):
    arrays = [np.array(weight.value.detach()) for weight in model.weights]
    return [
        (conv, [(kernel.format(conv), arrays[0]), (bias.format(conv), arrays[1])]),
        ("maxpool", []),
        ("dense_1", [(kernel.format("dense_1"), arrays[2]), (bias.format("dense_1"), arrays[3])]),
    ]


@pytest.mark.parametrize("as_text", [str, str.encode], ids=["text", "bytes"])
@pytest.mark.parametrize("version", OLD)
def test_answers_of_old_files(version, as_text, pictures, tmp_path):
    """Files of Keras 1.2, Keras 2.1 and TensorFlow 2.4 answer as today's network with their weights."""
    describe, *names = OLD[version]
    model = tutorial()
    config = json.dumps({"class_name": "Sequential", "config": describe()})
    path = write_old(tmp_path / "keras_mnist.h5", as_text(config), old_weights(model, *names), version)
    wanted = model.predict(fed(model, pictures), verbose=0)
    np.testing.assert_allclose(open_keras(path)(fed(model, pictures)), wanted, atol=1e-5)


def test_theano(pictures, tmp_path):
    """Files written on Theano keep their kernels turned by 180 degrees."""
    model = tutorial()
    weights = old_weights(model, "conv2d_1", "{0}/kernel:0", "{0}/bias:0")
    kernel, bias = weights[0][1]
    weights[0] = ("conv2d_1", [(kernel[0], kernel[1][::-1, ::-1]), bias])
    config = json.dumps({"class_name": "Sequential", "config": keras_2()})
    path = write_old(tmp_path / "keras_mnist.h5", config, weights, "2.1.6", b"theano")
    wanted = model.predict(fed(model, pictures), verbose=0)
    np.testing.assert_allclose(open_keras(path)(fed(model, pictures)), wanted, atol=1e-5)


@pytest.fixture
def hostile(saved, tmp_path):
    """A function that saves a model whose Lambda leaves a marker; returns the paths of both."""
    marker = tmp_path / "it-ran"

    def make(suffix):
        bad = eval(f"lambda x: x if __import__('pathlib').Path({str(marker)!r}).touch() is None else x")  # noqa: S307
        model = keras.Sequential(
            [keras.Input((784,)), layers.Lambda(bad, output_shape=(784,)), layers.Dense(10)]
        )
        path = saved(model, suffix)
        marker.unlink(missing_ok=True)
        return path, marker

    return make


@pytest.mark.parametrize("suffix", [".keras", ".h5"])
def test_lambda_is_not_run(suffix, hostile):
    """A Lambda is refused before any of its code runs, in both formats."""
    path, marker = hostile(suffix)
    with pytest.raises(ModelError, match="layer Lambda is not a known one and could run code"):
        open_keras(path)
    assert not marker.exists()


@pytest.mark.parametrize("suffix", [".keras", ".h5"])
def test_the_lambda_would_run(suffix, hostile):
    """The files of the test above are real: where Keras is told to trust them, they leave their marker."""
    path, marker = hostile(suffix)
    model = keras.models.load_model(path, safe_mode=False, compile=False)
    model(np.zeros((1, 784), np.float32))
    assert marker.exists()


def changed(path, change):
    """The ``.keras`` file with its config changed in place."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    config = json.loads(members["config.json"])
    change(config)
    members["config.json"] = json.dumps(config).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def dense(config):
    """The first Dense layer of a perceptron's config."""
    return config["config"]["layers"][1]


HOSTILE = {
    "module": (lambda c: dense(c).update(module="os"), "Dense is not a known one"),
    "class": (lambda c: dense(c).update(class_name="TFSMLayer"), "TFSMLayer is not a known one"),
    "registered": (lambda c: dense(c).update(registered_name="mine>Dense"), "mine>Dense is not a known one"),
    "activation": (
        lambda c: dense(c)["config"].update(
            activation={"class_name": "__lambda__", "config": {"value": "x"}}
        ),
        "has the activation",
    ),
    "argument": (lambda c: dense(c)["config"].update(units={"class_name": "__lambda__"}), "has units="),
    "huge": (lambda c: dense(c)["config"].update(units=900_000), "must have the shapes"),
    "top": (lambda c: c.update(class_name="Pipeline"), "must hold a Sequential or Functional model"),
    "shapeless": (lambda c: c["config"].update(layers=[]), "must have 1 to 500 layers"),
    "colour": (
        lambda c: c["config"]["layers"][0]["config"].update(batch_shape=[None, 32, 32, 3]),
        "takes 32×32×3",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_configs(case, saved):
    """Unknown classes, modules, functions, sizes and shapes are refused, each by name."""
    change, message = HOSTILE[case]
    path = changed(saved(perceptron(), ".keras"), change)
    with pytest.raises(ModelError, match=message):
        open_keras(path)


def test_links_out_of_the_file(saved, tmp_path):
    """Weights that lie in another file are not fetched from there."""
    path = saved(perceptron(), ".h5")
    with h5py.File(path, "a") as file:
        name = next(name for name in file["model_weights"] if name.startswith("dense"))
        del file["model_weights"][name]
        file["model_weights"][name] = h5py.ExternalLink(str(tmp_path / "other.h5"), "/secret")
    with pytest.raises(ModelError, match="links elsewhere"):
        open_keras(path)


def test_weights_alone(saved):
    """A file of weights without a network says what to save instead."""
    path = saved(perceptron(), ".h5")
    with h5py.File(path, "a") as file:
        del file.attrs["model_config"]
    with pytest.raises(ModelError, match=r"weights without a network\. Save the whole model"):
        open_keras(path)


def test_missing_weights(saved):
    """A layer without weights in the file is named."""
    path = saved(perceptron(), ".h5")
    with h5py.File(path, "a") as file:
        name = next(name for name in file["model_weights"] if name.startswith("dense"))
        del file["model_weights"][name]
    with pytest.raises(ModelError, match=f"no weights for its layer '{name}'"):
        open_keras(path)


BROKEN = {
    "no axes": {"class_name": "BatchNormalization", "config": {"axis": []}},
    "no inner layers": {"class_name": "Sequential", "config": []},
    "calls that are none": {"class_name": "Flatten", "config": {}, "inbound_nodes": 5},
}


@pytest.mark.parametrize("layer", BROKEN.values(), ids=BROKEN)
def test_broken_configs_are_one_line(layer, tmp_path):
    """A config with a hole where a value should be is a ModelError in one line."""
    with h5py.File(tmp_path / "broken.h5", "w") as file:
        file.attrs["model_config"] = json.dumps({"class_name": "Sequential", "config": {"layers": [layer]}})
    with pytest.raises(ModelError, match=r"^[^\n]*broken\.h5[^\n]*$"):
        open_keras(tmp_path / "broken.h5")


def test_a_flipped_byte_is_damage(saved):
    """Compressed content that cannot be unpacked is damaged, whatever the library raises."""
    with zipfile.ZipFile(saved(perceptron(), ".keras")) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    path = saved(perceptron(), ".keras")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
        start = archive.getinfo("config.json").header_offset + 30 + len("config.json")
    damaged = bytearray(path.read_bytes())
    damaged[start : start + 8] = b"\xff" * 8
    path.write_bytes(damaged)
    with pytest.raises(ModelError, match=r"^[^\n]*damaged[^\n]*$"):
        open_keras(path)


@pytest.mark.parametrize("suffix", [".keras", ".h5"])
@pytest.mark.parametrize("share", [0.2, 0.6, 0.98])
def test_truncated_files(suffix, share, saved):
    """A file cut short is damaged, and the error is one line."""
    path = saved(perceptron(), suffix)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(ModelError, match=r"^[^\n]*damaged[^\n]*$"):
        open_keras(path)

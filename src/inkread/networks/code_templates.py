"""The fixed text of the scripts that ``inkread recipes code`` prints."""

from __future__ import annotations

from string import Template

HEAD = Template('''"""$title

Install: $install
Run: python this_file.py
"""

$imports
${constants}SEED = 0
DATA = None  # the path of an mnist.npz; $data

''')

_LOAD = """with np.load(DATA, allow_pickle=False) as file:
        x_train, y_train = file["x_train"], file["y_train"]
        x_test, y_test = file["x_test"], file["y_test"]
"""

DATA = {
    "keras": f"""keras.utils.set_random_seed(SEED)

# The data: 60,000 pictures of 28 x 28 pixels to learn from, 10,000 to be tested on.
if DATA is None:
    (x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
else:
    {_LOAD}print("training pictures:", x_train.shape, "test pictures:", x_test.shape)
print("how often each digit occurs:", np.bincount(y_train))
test_pictures = x_test
""",
    "scikit-learn": f"""# The data: 60,000 pictures of 28 x 28 pixels to learn from, 10,000 to be tested on.
if DATA is None:
    from sklearn.datasets import fetch_openml

    pixels, digits = fetch_openml("mnist_784", version=1, return_X_y=True, as_frame=False)
    pixels, digits = pixels.reshape(-1, 28, 28), digits.astype(int)
    x_train, x_test = np.split(pixels, [60_000])
    y_train, y_test = np.split(digits, [60_000])
else:
    {_LOAD}x_train, y_train = x_train[:EXAMPLES], y_train[:EXAMPLES]
print("training pictures:", x_train.shape, "test pictures:", x_test.shape)
print("how often each digit occurs:", np.bincount(y_train))
test_pictures = x_test
""",
}

KERAS = Template("""
# Brought to the form the network takes: $comment, ink from 0 to 1.
x_train = x_train.reshape(-1, $shape).astype("float32") / 255
x_test = x_test.reshape(-1, $shape).astype("float32") / 255
y_train_one_hot = keras.utils.to_categorical(y_train, 10)
y_test_one_hot = keras.utils.to_categorical(y_test, 10)

# The network.
$network
model.compile(
    loss="categorical_crossentropy",
    optimizer=$optimiser,
    metrics=["accuracy"],
)
model.summary()

# Training. One picture in twelve is held out for validation: the test pictures stay unseen until the end.
order = np.random.default_rng(SEED).permutation(len(x_train))
history = model.fit(
    x_train[order],
    y_train_one_hot[order],
    batch_size=BATCH_SIZE,
    epochs=EPOCHS,
    validation_split=1 / 12,
    verbose=1,
).history

# The learning curves.
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
for axes, name in ((left, "accuracy"), (right, "loss")):
    epochs = range(1, len(history[name]) + 1)
    axes.plot(epochs, history[name], label="training")
    axes.plot(epochs, history["val_" + name], label="validation")
    axes.set(xlabel="epoch", ylabel=name, title=name.capitalize())
    axes.legend()
figure.savefig("curves.png", dpi=150, bbox_inches="tight")

# Saved, and loaded again as if on another day.
model.save("model.keras")
model = keras.models.load_model("model.keras")

# The test.
loss, accuracy = model.evaluate(x_test, y_test_one_hot, verbose=0)
print(f"test loss {loss:.4f}, test accuracy {accuracy:.2%}")
probabilities = model.predict(x_test, verbose=0)
""")

CLASSICAL = Template("""
# Each picture unrolled into one row, ink from 0 to 1.
x_train = x_train.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255

# The model and its training.
model = $model
model.fit(x_train, y_train)

# The test.
probabilities = model.predict_proba(x_test)
accuracy = np.mean(probabilities.argmax(1) == y_test)
loss = -np.log(np.clip(probabilities[np.arange(len(y_test)), y_test], 1e-7, 1)).mean()
print(f"test loss {loss:.4f}, test accuracy {accuracy:.2%}")
""")

EXAMPLES = """
# Nine answers that are right and nine that are wrong.
answers = probabilities.argmax(axis=1)
right, wrong = np.flatnonzero(answers == y_test), np.flatnonzero(answers != y_test)
print(f"{len(right):,} right, {len(wrong):,} wrong")
for title, some in (("right", right[:9]), ("wrong", wrong[:9])):
    figure, grid = plt.subplots(3, 3, figsize=(6, 7))
    for axes in grid.flat:
        axes.axis("off")
    for axes, i in zip(grid.flat, some):
        axes.imshow(test_pictures[i], cmap="gray_r")
        sure = int(100 * probabilities[i].max())  # rounded down: only certainty is 100%
        axes.set_title(f"read {answers[i]}, is {y_test[i]} ({sure}%)", fontsize=10)
    figure.savefig(f"{title}.png", dpi=150, bbox_inches="tight")
"""

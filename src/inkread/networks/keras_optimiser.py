"""A recipe's optimiser in the words of Keras."""

from __future__ import annotations

from inkread.errors import RecipeError
from inkread.recipes.recipe import Adadelta, Adam, Muon, Optimiser, RMSprop


def optimiser_settings(chosen: Optimiser) -> tuple[str, dict[str, float]]:
    """The name of the Keras class and its keyword arguments; for Muon those of the Adam at its side."""
    match chosen:
        case Adam(learning_rate=rate, betas=(first, second), epsilon=epsilon):
            return "Adam", {"learning_rate": rate, "beta_1": first, "beta_2": second, "epsilon": epsilon}
        case RMSprop(learning_rate=rate, rho=rho, epsilon=epsilon):
            return "RMSprop", {"learning_rate": rate, "rho": rho, "epsilon": epsilon}
        case Adadelta(learning_rate=rate, rho=rho, epsilon=epsilon):
            return "Adadelta", {"learning_rate": rate, "rho": rho, "epsilon": epsilon}
        case Muon(rest=adam):
            return optimiser_settings(adam)
    raise RecipeError(f"The optimiser {chosen!r} has no Keras counterpart here.")

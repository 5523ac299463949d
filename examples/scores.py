"""Running totals: a loop with a history worth seeing."""


def running_totals(scores):
    total = 0
    totals = []
    for score in scores:
        total += score
        totals.append(total)
    return totals


def best_round(scores):
    best = 0
    for number, score in enumerate(scores):
        if score > scores[best]:
            best = number
    return best


if __name__ == "__main__":
    print(running_totals([3, 4, 1, 7]))
    print(best_round([3, 4, 1, 7]))

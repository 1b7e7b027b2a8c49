// When to ask a question again: FSRS-6, the model of memory that Anki uses too. Pure: times come in, times go out.
//
// Its formulas: https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm. The results equal those of
// the Python package `fsrs` without its random fuzz (tests/site/test_practice.py), so that a history always gives the same
// dates, on every device and after every import.

export const MINUTE = 60_000;
export const DAY = 86_400_000;

export const GRADES = ["again", "hard", "good", "easy"];
const [AGAIN, HARD, GOOD, EASY] = [1, 2, 3, 4];

/** The parameters that FSRS-6 begins with, learnt by its makers from many people's reviews. */
export const PARAMETERS = [
  0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483,
  0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
];

/**
 * retention  the share of answers that one wants to know when they are asked again
 * steps      after how many milliseconds a question comes again while it is new
 * resteps    the same for one that was known and then missed
 * longest    days after which every question comes again
 */
export const SETTINGS = { parameters: PARAMETERS, retention: 0.9, steps: [1 * MINUTE, 10 * MINUTE], resteps: [10 * MINUTE], longest: 36_500 };

const LEAST_STABILITY = 0.001;

/**
 * What is known of a question's place in memory.
 *
 * state       "new", "learning" or "relearning" (asked again within minutes), or "review"
 * stability   days until the chance to recall falls to 90 %; 0 while new
 * difficulty  from 1 to 10; 0 while new
 * due, last   milliseconds since 1970, or null while new
 */
export const UNSEEN = Object.freeze({ state: "new", step: 0, stability: 0, difficulty: 0, due: null, last: null });

/** The card after a grade (1 again, 2 hard, 3 good, 4 easy) at `time`. */
export function review(card, grade, time, settings = SETTINGS) {
  const model = modelOf(settings);
  const days = card.last === null ? 0 : Math.floor((time - card.last) / DAY);
  const memory = card.state === "new" ? first(model, grade) : later(model, card, grade, days);
  const { state, step, wait } = place(model, settings, card, grade, memory.stability);
  return { state, step, ...memory, due: time + wait, last: time };
}

/** The card after all of its reviews, [time, grade] each, in the order of time. */
export function replay(reviews, settings = SETTINGS) {
  return reviews.reduce((card, [time, grade]) => review(card, grade, time, settings), UNSEEN);
}

/** The chance to recall the answer at `time`, from 0 to 1. */
export function recall(card, time, settings = SETTINGS) {
  if (card.last === null) return 0;
  return chance(modelOf(settings), card.stability, Math.max(0, Math.floor((time - card.last) / DAY)));
}

/** When each grade, given at `time`, would ask the question again: milliseconds from then, in the order of GRADES. */
export function intervals(card, time, settings = SETTINGS) {
  return [AGAIN, HARD, GOOD, EASY].map((grade) => review(card, grade, time, settings).due - time);
}

function modelOf({ parameters: w, retention, longest }) {
  const decay = -w[20];
  return { w, decay, factor: 0.9 ** (1 / decay) - 1, retention, longest };
}

function chance({ decay, factor }, stability, days) {
  return (1 + (factor * days) / stability) ** decay;
}

function first({ w }, grade) {
  return { stability: Math.max(w[grade - 1], LEAST_STABILITY), difficulty: difficult(firstDifficulty(w, grade)) };
}

function firstDifficulty(w, grade) {
  return w[4] - Math.exp(w[5] * (grade - 1)) + 1;
}

function difficult(value) {
  return Math.min(Math.max(value, 1), 10);
}

function later(model, { stability, difficulty }, grade, days) {
  return {
    stability: Math.max(LEAST_STABILITY, nextStability(model, stability, difficulty, grade, days)),
    difficulty: nextDifficulty(model.w, difficulty, grade),
  };
}

function nextStability(model, stability, difficulty, grade, days) {
  if (days < 1) return sameDay(model.w, stability, grade);
  const known = chance(model, stability, days);
  return grade === AGAIN ? forgotten(model.w, stability, difficulty, known) : recalled(model.w, stability, difficulty, known, grade);
}

function sameDay(w, stability, grade) {
  const growth = Math.exp(w[17] * (grade - 3 + w[18])) * stability ** -w[19];
  return stability * (grade === AGAIN ? growth : Math.max(growth, 1));
}

function forgotten(w, stability, difficulty, known) {
  const long = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * Math.exp((1 - known) * w[14]);
  return Math.min(long, stability / Math.exp(w[17] * w[18]));
}

function recalled(w, stability, difficulty, known, grade) {
  const harder = grade === HARD ? w[15] : 1;
  const easier = grade === EASY ? w[16] : 1;
  return stability * (1 + Math.exp(w[8]) * (11 - difficulty) * stability ** -w[9] * (Math.exp((1 - known) * w[10]) - 1) * harder * easier);
}

function nextDifficulty(w, difficulty, grade) {
  const moved = difficulty + ((10 - difficulty) * -(w[6] * (grade - 3))) / 9;
  return difficult(w[7] * firstDifficulty(w, EASY) + (1 - w[7]) * moved);
}

/** The state after a grade, and the wait until the question comes again. */
function place(model, settings, card, grade, stability) {
  const known = { state: "review", step: 0, wait: days(model, stability) * DAY };
  const again = card.state === "review" || card.state === "relearning" ? "relearning" : "learning";
  const steps = again === "relearning" ? settings.resteps : settings.steps;
  if (card.state === "review") return grade === AGAIN && steps.length ? { state: again, step: 0, wait: steps[0] } : known;
  if (!steps.length || (card.step >= steps.length && grade !== AGAIN)) return known;
  if (grade === EASY || (grade === GOOD && card.step + 1 === steps.length)) return known;
  if (grade === AGAIN) return { state: again, step: 0, wait: steps[0] };
  if (grade === GOOD) return { state: again, step: card.step + 1, wait: steps[card.step + 1] };
  return { state: again, step: card.step, wait: hardWait(steps, card.step) };
}

function hardWait(steps, step) {
  if (step > 0) return steps[step];
  return steps.length === 1 ? steps[0] * 1.5 : (steps[0] + steps[1]) / 2;
}

/** Whole days until the chance to recall has fallen to the retention that is wanted. */
function days({ decay, factor, retention, longest }, stability) {
  const exact = (stability / factor) * (retention ** (1 / decay) - 1);
  return Math.min(Math.max(toEven(exact), 1), longest);
}

/** Rounds as the reference does: a half goes to the even neighbour. */
function toEven(value) {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

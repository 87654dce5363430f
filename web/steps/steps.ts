// A journey is a form of several pages: one question on each, and at the end all answers, each of which can be changed before they are sent. What was
// written travels from page to page in hidden fields. Nothing is stored before it is sent.
import type { Asking } from "../ask.ts";
import type { AnswerOf, VariablesOf } from "../documents.ts";
import {
  type CommandResult,
  type FormDocument,
  type FormFault,
  type FormWords,
  faultsOf,
  type PageDefinition,
  type PageRequest,
  wordsIn,
} from "../page.ts";
import { answerInWords, type FormField, findMissing, inputsOf } from "./fields.ts";

/** One page of a journey. It has a field that cannot be left out: by this the journey knows what has been answered. */
export type JourneyStep = {
  readonly name: string;
  /** The question. */
  readonly title: string;
  /** Paragraphs before the fields. */
  readonly before?: readonly string[];
  readonly fields: readonly FormField[];
};

type JourneyOf<File extends FormDocument> = {
  /** Of all its pages. */
  readonly path: string;
  readonly title: string;
  /** What is said above the answers, before they are sent. */
  readonly beforeSending: string;
  readonly send: string;
  /** With the choices that the API gives; undefined where there is nothing that the person may see. */
  readonly steps: (asking: Asking, request: PageRequest) => Promise<readonly JourneyStep[] | undefined>;
  readonly document: File;
  readonly variables: (words: FormWords, request: PageRequest) => VariablesOf<File>;
  /** A field of the command's input, or one that it is in -> the form's field, where they have different names. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly next: (result: AnswerOf<File>["result"], request: PageRequest) => string;
};

type Reached =
  | { readonly next: string }
  | { readonly page: Pick<PageDefinition, "template" | "show">; readonly faults: readonly FormFault[] };

/** A journey of any document. */
export type JourneyDefinition = {
  readonly path: string;
  /** Resolves to the page that the person reaches; once it is done, to the address of the next. */
  readonly go: (asking: Asking, words: FormWords, request: PageRequest) => Promise<Reached>;
};

/** The values of the buttons; CHANGE is followed by the name of a step. */
const GO = "go";
const BACK = "back";
const SEND = "send";
const CHANGE = "change-";

export function defineJourney<File extends FormDocument>(journey: JourneyOf<File>): JourneyDefinition {
  return {
    path: journey.path,
    async go(asking, words, request) {
      const steps = await journey.steps(asking, request);
      if (!steps) return { page: { template: "", show: async () => undefined }, faults: [] };
      const pages = openPagesOf(journey, steps, words);
      const going = wordsIn(words, GO);
      const at = steps.findIndex(({ name }) => name === wordsIn(words, "step"));
      const current = steps[at];
      if (going === BACK) return pages.step(Math.max(0, (current ? at : steps.length) - 1));
      if (going.startsWith(CHANGE)) return pages.step(steps.findIndex(({ name }) => CHANGE + name === going));

      const missing = findMissing(current?.fields ?? [], words);
      if (missing.length > 0) return pages.step(at, missing);
      const unanswered = steps.findIndex(({ fields }) => findMissing(fields, words).length > 0);
      if (unanswered >= 0) return pages.step(current && at + 1 < steps.length ? at + 1 : unanswered);
      if (going !== SEND) return pages.check();

      const { result } = (await asking.ask(journey.document, journey.variables(words, request))) as AnswerOf<File>;
      if (isKeyReused(result as CommandResult)) return pages.check([ALREADY_SENT]);
      const faults = faultsOf(result as CommandResult, journey.fields);
      return faults.length > 0 ? pages.check(faults) : { next: journey.next(result, request) };
    },
  };
}

/** The person went back after it was done, and changed something. */
const isKeyReused = (result: CommandResult): boolean =>
  "faults" in result && result.faults.some(({ code }) => code === "KEY_REUSED");
const ALREADY_SENT: FormFault = {
  field: undefined,
  message: "You have already sent this. What you have changed since then was not recorded. To record more, start again.",
};

type Shown = Pick<JourneyOf<FormDocument>, "title" | "beforeSending" | "send">;

/** The pages of a journey with what was written so far. */
function openPagesOf(journey: Shown, steps: readonly JourneyStep[], words: FormWords) {
  const carried = (fields: readonly FormField[]) =>
    fields.flatMap(inputsOf).flatMap((name) => [words[name] ?? []].flat().map((value) => ({ name, value })));
  const reach = (template: string, model: object, faults: readonly FormFault[]): Reached => ({
    page: { template, show: async () => ({ title: journey.title, ...model }) },
    faults,
  });
  return {
    step(index: number, faults: readonly FormFault[] = []): Reached {
      const step = steps[index] ?? steps[0];
      const hidden = carried(steps.flatMap((other) => (other === step ? [] : other.fields)));
      return reach("steps/step.njk", { journey, ...step, isFirst: step === steps[0], hidden }, faults);
    },
    check(faults: readonly FormFault[] = []): Reached {
      const rows = steps.flatMap(({ name, fields }) =>
        fields.map((field) => ({ field: field.name, label: field.label, step: name, answer: answerInWords(field, words) })),
      );
      const problems = faults.map((fault) => ({ ...fault, step: rows.find(({ field }) => field === fault.field)?.step }));
      const hidden = carried(steps.flatMap(({ fields }) => fields));
      return reach("steps/check.njk", { journey, title: "Check your answers", rows, problems, hidden }, faults);
    },
  };
}

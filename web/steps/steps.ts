// A journey is a form of several pages: one question on each, and at the end all answers, each of which can be changed before they are sent. What was
// written travels from page to page in hidden fields. Nothing is stored before it is sent, except in drafts
// (web/drafts/).

import type { AnswerOf, VariablesOf } from "../documents.ts";
import { AnswerFailed, type DocumentExecutor } from "../execute-document.ts";
import {
  type CommandResult,
  type FormDocument,
  type FormFault,
  type FormWords,
  faultsOf,
  type Model,
  type PageRequest,
  type ShownPage,
  wordsIn,
} from "../page.ts";
import { answerInWords, type FormField, filesIn, findMissing, inputsOf } from "./fields.ts";

/** One page of a journey. */
export type JourneyStep = {
  readonly name: string;
  /** The question. */
  readonly title: string;
  /** Paragraphs before the fields. */
  readonly before?: readonly string[];
  readonly fields: readonly FormField[];
  /** What else is shown with the question. The template extends steps/step.njk, and has the model as `also`. */
  readonly also?: { readonly template: string; readonly model: object };
};

/** What a journey asks, and on which record. */
type OpenedJourney = {
  readonly steps: readonly JourneyStep[];
  /** Where it began. */
  readonly from: { readonly href: string; readonly text: string };
  /** False where the API does not list the command for the person now. It decides itself on what is sent, so that what is sent twice is done once. */
  readonly isOffered?: boolean;
  /** Its title, where that depends on the record. */
  readonly title?: string;
  /** What is sent besides, which nobody is asked for: it replaces what the form has of that name. */
  readonly fixedWords?: FormWords;
  /** Of the record that it changes. It is sent as the field `version` of the form. */
  readonly version?: number | string | undefined;
  /** What else is shown with all answers; undefined where there is nothing that the person may see. */
  readonly check?: {
    /** Extends steps/check.njk. */
    readonly template: string;
    readonly show: (executor: DocumentExecutor) => Promise<object | undefined>;
  };
};

type JourneyOf<File extends FormDocument> = {
  /** Of all its pages. */
  readonly path: string;
  readonly title: string;
  /** What is said above the answers, before they are sent. */
  readonly beforeSending: string;
  readonly send: string;
  /** What is written is kept as a draft until the end. */
  readonly keepsDraft?: boolean;
  /** One of its pages has a field for files. */
  readonly takesFiles?: boolean;
  /** The steps can depend on the earlier answers; without any, all that is asked is to confirm. Undefined if the person may not see or do this. */
  readonly open: (executor: DocumentExecutor, request: PageRequest, words: FormWords) => Promise<OpenedJourney | undefined>;
  readonly document: File;
  readonly variables: (words: FormWords, request: PageRequest) => VariablesOf<File>;
  /** A field of the command's input, or one that it is in -> the form's field, where they have different names. */
  readonly fields?: Readonly<Record<string, string>>;
  /** The page that answers the last form, for a result that is never shown again. Undefined where there is no such result. */
  readonly showOnce?: (result: AnswerOf<File>["result"]) => ShownPage | undefined;
  readonly next: (result: AnswerOf<File>["result"], request: PageRequest) => string;
  /** Once it is done, its sender may no longer see the record. */
  readonly mayHideRecord?: boolean;
};

type JourneyResult =
  | { readonly isNotFound: true }
  | { readonly next: string }
  /** `words`: what its fields contain, where that is not what was sent. */
  | { readonly page: ShownPage; readonly faults: readonly FormFault[]; readonly words?: FormWords };

/** A journey of any document. */
export type JourneyDefinition = {
  readonly path: string;
  /** The title of the draft, if what is written is kept as one until the end. */
  readonly draftTitle?: string | undefined;
  /** A form of it can have a file. */
  readonly takesFiles?: boolean | undefined;
  /** Resolves to the page to show, or to the next address once the command is done. */
  readonly handle: (executor: DocumentExecutor, words: FormWords, request: PageRequest) => Promise<JourneyResult>;
};

/** The values of the buttons; CHANGE is followed by the name of a step. */
export const BUTTON = "go";
const BACK = "back";
const SEND = "send";
const CHANGE = "change-";
/** Uploads a file, and stays on its page; REMOVE_FILE is followed by the id of an upload. */
const UPLOAD = "upload";
export const REMOVE_FILE = "remove-file-";
/** The field with the ids of uploads. */
export const ATTACHMENTS = "attachments";
/** The field of a step to which the person came from the answers. */
const CHANGING = "changing";
const STEP = "step";
/** The fields of the form that say which page was sent, and by which button. */
export const PLACE_FIELDS: readonly string[] = [BUTTON, STEP, CHANGING];

export function defineJourney<File extends FormDocument>(journey: JourneyOf<File>): JourneyDefinition {
  return {
    ...{ path: journey.path, draftTitle: journey.keepsDraft ? journey.title : undefined },
    takesFiles: journey.takesFiles,
    async handle(executor, words, request) {
      const opened = await journey.open(executor, request, words);
      if (!opened) return (await nextIfDone(journey, executor, words, request)) ?? { isNotFound: true };
      const { steps } = opened;
      const pages = openPagesOf(journey, opened, words);
      const destination = findDestination(steps, words, request.fileFault);
      if (opened.isOffered === false && destination !== "send") return { isNotFound: true };
      if (destination === "check") return pages.check();
      if (destination !== "send") return pages.step(destination);

      const { result } = (await executor.execute(
        journey.document,
        journey.variables({ ...words, ...opened.fixedWords }, request),
      )) as AnswerOf<File> & Sent;
      if (isRefusedAs("KEY_REUSED", result)) return pages.check([ALREADY_SENT]);
      if (isRefusedAs("STALE_VERSION", result) || isRefusedAs("STALE_POLICY", result))
        return openPagesOf(journey, opened, { ...words, version: undefined }).check(faultsOf(result));
      const faults = faultsOf(result, journey.fields);
      if (faults.length > 0) return pages.check(faults);
      const page = journey.showOnce?.(result);
      return page ? { page, faults } : { next: journey.next(result, request) };
    },
  };
}

/** Where a form leads that is sent again after it was done and hid the record. The API answers it as it did before, and refuses any other. */
async function nextIfDone<File extends FormDocument>(
  { mayHideRecord, document, variables, next }: JourneyOf<File>,
  { execute }: DocumentExecutor,
  words: FormWords,
  request: PageRequest,
): Promise<JourneyResult | undefined> {
  if (!mayHideRecord || wordsIn(words, BUTTON) !== SEND) return undefined;
  try {
    const { result } = (await execute(document, variables(words, request))) as AnswerOf<File> & Sent;
    return "faults" in result ? undefined : { next: next(result, request) };
  } catch (error) {
    // The journey was not opened, so its steps did not check these values. One that no list of the form offers is not valid in the schema.
    if (error instanceof AnswerFailed && error.error.extensions.code === "BAD_USER_INPUT") return undefined;
    throw error;
  }
}

/** A step, and what is missing of it. `isChanging`: the person came to it from the answers, and goes back to them. */
type StepDestination = { readonly index: number; readonly isChanging?: boolean; readonly missing?: readonly FormFault[] };

/** Where a button leads. */
function findDestination(
  steps: readonly JourneyStep[],
  words: FormWords,
  fileFault: FormFault | undefined,
): StepDestination | "check" | "send" {
  const button = wordsIn(words, BUTTON);
  if (steps.length === 0) return button === SEND ? "send" : "check";
  const index = steps.findIndex(({ name }) => name === wordsIn(words, STEP));
  const current = steps[index];
  const isChanging = current !== undefined && wordsIn(words, CHANGING) !== "";
  const unanswered = steps.findIndex(({ fields }) => findMissing(fields, words).length > 0);
  if (button.startsWith(CHANGE)) return { index: steps.findIndex(({ name }) => CHANGE + name === button), isChanging: true };
  if (button === BACK && isChanging && unanswered < 0) return "check";
  if (button === BACK) return { index: Math.max(0, (current ? index : steps.length) - 1) };

  const staysForFiles = button === UPLOAD || button.startsWith(REMOVE_FILE) || fileFault !== undefined;
  if (current && staysForFiles) return { index, isChanging, missing: fileFault ? [fileFault] : [] };

  const missing = findMissing(current?.fields ?? [], words);
  if (missing.length > 0) return { index, isChanging, missing };
  if (current && !isChanging && index + 1 < steps.length) return { index: index + 1 };
  if (unanswered >= 0) return { index: unanswered };
  return button === SEND ? "send" : "check";
}

const isRefusedAs = (code: string, result: CommandResult): boolean =>
  "faults" in result && result.faults.some((fault) => fault.code === code);
/** The person went back after it was done, and changed something. */
const ALREADY_SENT: FormFault = {
  field: undefined,
  message: "You have already sent this. What you have changed since then was not recorded. To record more, start again.",
};

type Sent = { readonly result: CommandResult };
type JourneyTexts = Pick<JourneyOf<FormDocument>, "title" | "beforeSending" | "send">;

/** The pages of a journey with what was written so far. */
function openPagesOf(
  journey: JourneyTexts,
  { steps, from, version, check, title = journey.title }: OpenedJourney,
  words: FormWords,
) {
  const atVersion = version === undefined ? [] : [{ name: "version", value: wordsIn(words, "version") || String(version) }];
  const carried = (fields: readonly FormField[]) => [
    ...atVersion,
    ...fields.flatMap(inputsOf).flatMap((name) => [words[name] ?? []].flat().map((value) => ({ name, value }))),
  ];
  const pageFrame = { journey, from, version, back: { href: from.href, text: "Leave without sending" } };
  const pageResult = (
    template: string,
    model: Model,
    faults: readonly FormFault[],
    showMore: (executor: DocumentExecutor) => Promise<object | undefined> = async () => ({}),
  ): JourneyResult => ({
    page: {
      template,
      async show(executor) {
        const more = await showMore(executor);
        return more && { ...pageFrame, ...model, ...more };
      },
    },
    faults,
  });
  return {
    step({ index, isChanging = false, missing = [] }: StepDestination): JourneyResult {
      const step = steps[Math.max(0, index)];
      if (!step) throw new TypeError(`${journey.title} has no step ${index}.`);
      const hidden = carried(steps.flatMap((other) => (other === step ? [] : other.fields)));
      const fields = step.fields.map((field) => (field.kind === "files" ? { ...field, files: filesIn(field, words) } : field));
      const model = { ...step, fields, also: step.also?.model, canGoBack: index > 0 || isChanging, isChanging, hidden };
      return pageResult(step.also?.template ?? "steps/step.njk", model, missing);
    },
    check(faults: readonly FormFault[] = []): JourneyResult {
      const rows = steps.flatMap(({ name, fields }) =>
        fields.map((field) => ({ field: field.name, label: field.label, step: name, answer: answerInWords(field, words) })),
      );
      const problems = faults.map((fault) => ({ ...fault, step: rows.find(({ field }) => field === fault.field)?.step }));
      const hidden = carried(steps.flatMap(({ fields }) => fields));
      const model = { title: steps.length > 0 ? "Check your answers" : title, rows, problems, hidden };
      return pageResult(check?.template ?? "steps/check.njk", model, faults, check?.show);
    },
  };
}

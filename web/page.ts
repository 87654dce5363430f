// What a page is: a document that asks, and a template that shows the answer. A form is a document that changes something, on a page.

import type { AnswerOf, DocumentFile, VariablesOf } from "./documents.ts";
import type { DocumentExecutor } from "./execute-document.ts";

/** A request for a page. */
export type PageRequest = {
  /** The signed-in person. */
  readonly person: string;
  /** The parts of the address: of its path and of its query, single values only. */
  readonly address: Readonly<Record<string, string | undefined>>;
  /** The date in England. */
  readonly today: string;
  /** Why the file that came with a form was refused. */
  readonly fileFault?: FormFault | undefined;
};

/** What a template gets. `title` is the page's name. */
export type Model = { readonly title: string } & Readonly<Record<string, unknown>>;

type PageOf<File extends DocumentFile> = {
  /** As Express writes it: `/concerns/:concern`. */
  readonly path: string;
  readonly document: File;
  readonly template: string;
  /** It is for paper, which is on record as that, and says who printed it and when. */
  readonly isForPrint?: boolean;
  readonly variables: (request: PageRequest) => VariablesOf<File>;
  /** Undefined where there is nothing, and where there is nothing that the person may see: both give the same page. */
  readonly present: (data: AnswerOf<File>, request: PageRequest) => Model | null | undefined;
};

/** A page of any document. */
export type PageDefinition = {
  readonly path: string;
  readonly template: string;
  readonly isForPrint?: boolean | undefined;
  readonly show: (executor: DocumentExecutor, request: PageRequest) => Promise<Model | null | undefined>;
};

/** What a page is to whoever sends it, whatever its path. */
export type ShownPage = Pick<PageDefinition, "template" | "show" | "isForPrint">;

export const definePage = <File extends DocumentFile>({
  document,
  variables,
  present,
  ...page
}: PageOf<File>): PageDefinition => ({
  ...page,
  show: async ({ execute }, request) => present(await execute(document, variables(request)), request),
});

/**
 * The page for paper, below the page's own address. What a page offers to do is named `may…`, `links` or `acts` in its model, and paper offers nothing.
 */
export const printOf = ({ path, template, show }: PageDefinition): PageDefinition => ({
  ...{ path: `${path}/print`, template, isForPrint: true },
  async show(executor, request) {
    const model = await show(executor, request);
    if (!model) return model;
    const href = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(request.address[name] ?? ""));
    return { ...(withoutOffers(model) as Model), back: { href, text: "Back to the page" } };
  },
});

const OFFERED = /^(?:may[A-Z]|links$|acts$)/;

/** Of the model, and of everything in it. */
function withoutOffers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOffers);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !OFFERED.test(name));
  return Object.fromEntries(kept.map(([name, one]) => [name, withoutOffers(one)]));
}

/** What somebody wrote into a form, by field. A field that is given several times is a list. */
export type FormWords = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Something to mend: the field's name in the form; undefined if it is about no single field. */
export type FormFault = { readonly field: string | undefined; readonly message: string };

export type CommandResult = { readonly __typename: string } | Refusal;
type Refusal = {
  readonly __typename: "Refused";
  readonly faults: readonly { readonly field: string | null; readonly message: string; readonly code?: string }[];
};
/** A form's document has one mutation, whose result it names `result`. */
export type FormDocument = {
  [File in DocumentFile]: AnswerOf<File> extends { readonly result: CommandResult } ? File : never;
}[DocumentFile];

type FormOf<File extends FormDocument> = {
  readonly path: string;
  readonly document: File;
  /** The page with the form, shown again where something is to be mended. */
  readonly page: PageDefinition;
  readonly variables: (words: FormWords, request: PageRequest) => VariablesOf<File>;
  /** A field of the command's input -> the form's field, where they have different names. */
  readonly fields?: Readonly<Record<string, string>>;
  /** The page that answers the form, for a result that is never shown again. Undefined where there is no such result. */
  readonly showOnce?: (result: AnswerOf<File>["result"]) => ShownPage | undefined;
  /** Where the browser goes when it is done. */
  readonly next: (request: PageRequest) => string;
};

/** `faults`: what is to be mended; none when it is done. */
type FormResult = { readonly faults: readonly FormFault[]; readonly page?: ShownPage | undefined };

/** A form of any document. */
export type FormDefinition = Pick<FormOf<FormDocument>, "path" | "page" | "next"> & {
  readonly submit: (executor: DocumentExecutor, words: FormWords, request: PageRequest) => Promise<FormResult>;
};

export const defineForm = <File extends FormDocument>({
  document,
  variables,
  fields,
  showOnce,
  ...form
}: FormOf<File>): FormDefinition => ({
  ...form,
  async submit({ execute }, words, request) {
    const { result } = (await execute(document, variables(words, request))) as AnswerOf<File> & {
      readonly result: CommandResult;
    };
    return { faults: faultsOf(result, fields), page: showOnce?.(result) };
  },
});

/** The faults of a refused command, by the form's fields; none of one that was done. */
export const faultsOf = (result: CommandResult, fields: Readonly<Record<string, string>> = {}): readonly FormFault[] =>
  "faults" in result
    ? result.faults.map(({ field, message }) => ({ field: field === null ? undefined : formFieldOf(field, fields), message }))
    : [];

/** `period.from` where the form's fields name it; otherwise what they name of `period`; otherwise the path without its place in a list. */
function formFieldOf(path: string, fields: Readonly<Record<string, string>>): string {
  const steps = path.split(".");
  const paths = steps.map((_, count) => steps.slice(0, steps.length - count).join("."));
  const named = paths.find((one) => fields[one]);
  return (named && fields[named]) || path.replace(/(?:\.\d+)+$/, "");
}

/** A single value; empty if it was left out. */
export function wordsIn(words: FormWords, field: string): string {
  const value = words[field];
  return typeof value === "string" ? value : "";
}

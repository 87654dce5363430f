// What a download is: a document whose answer has a file that the API makes.
import type { AnswerOf, DocumentFile, VariablesOf } from "./documents.ts";
import type { DocumentExecutor } from "./execute-document.ts";
import type { PageRequest } from "./page.ts";

type MadeFile = { readonly name: string; readonly mediaType: string; readonly content: string };

type DownloadOf<File extends DocumentFile> = {
  readonly path: string;
  readonly document: File;
  readonly variables: (request: PageRequest) => VariablesOf<File>;
  /** Undefined where there is nothing that the person may see. */
  readonly present: (data: AnswerOf<File>) => MadeFile | undefined;
  /** What to do where the API refuses to make it. */
  readonly refused: string;
};

/** A download of any document. */
export type DownloadDefinition = {
  readonly path: string;
  readonly refused: string;
  readonly load: (executor: DocumentExecutor, request: PageRequest) => Promise<MadeFile | undefined>;
};

export const defineDownload = <File extends DocumentFile>({
  document,
  variables,
  present,
  ...download
}: DownloadOf<File>): DownloadDefinition => ({
  ...download,
  load: async ({ execute }, request) => present(await execute(document, variables(request))),
});

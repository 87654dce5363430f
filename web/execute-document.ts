// Executes the documents of pages for a signed-in person, by the pipeline that executes those of /graphql: with its limits, rights and record of
// disclosures.
import type { Response } from "express";
import { type ExecutionResult, GraphQLError } from "graphql";
import { questionScope } from "../graphql/answer.ts";
import { type Pipeline, type QuestionScope, recordAnswer, refuseOutdated } from "../graphql/pipeline.ts";
import type { Hub } from "../hub/hub.ts";
import type { Logger } from "../hub/observability/logger.ts";
import { type AnswerOf, type DocumentFile, readDocument, type VariablesOf } from "./documents.ts";

/** The answer has errors. A page is never made of a partial answer. */
export class AnswerFailed extends Error {
  override name = "AnswerFailed";
  readonly error: GraphQLError;
  constructor(error: GraphQLError) {
    super(error.message);
    this.error = error;
  }
}

/** An error that may be shown becomes AnswerFailed, for which there is a page. Any other stays as it is. */
export const toPageError = (error: unknown): unknown => (error instanceof GraphQLError ? new AnswerFailed(error) : error);

/** Executes the documents of one request. */
export type DocumentExecutor = {
  /** Throws AnswerFailed. */
  readonly execute: <File extends DocumentFile>(file: File, variables: VariablesOf<File>) => Promise<AnswerOf<File>>;
  /**
   * Puts on record what was read. Throws AnswerFailed if it cannot be, or if something may be too old by now. Called directly before something is sent
   * that depends on what was read, and not before a page that is not found: nobody is shown what was read for it.
   */
  readonly release: () => Promise<void>;
  /** Throws AnswerFailed if something that was read may be too old by now. */
  readonly assertCurrent: () => void;
  readonly now: () => Date;
};

/** `print`: what is read is for paper, which is on record as that. */
export type OpenExecutor = (response: Response, presentation?: "page" | "print") => DocumentExecutor;

/** Executes the subscriptions of one request. */
export type DocumentSubscriber = {
  /** Yields each message after its disclosure was recorded. Ends at the first message that fails. */
  readonly subscribe: <File extends DocumentFile>(
    file: File,
    variables: VariablesOf<File>,
  ) => AsyncGenerator<AnswerOf<File>, void>;
};
export type OpenSubscriber = (response: Response) => DocumentSubscriber;

/** Each document is read from its file at its first use. */
function openDocuments(): (file: DocumentFile) => string {
  const queries = new Map<DocumentFile, string>();
  return (file) => {
    const query = queries.get(file) ?? readDocument(file);
    queries.set(file, query);
    return query;
  };
}

export function openSubscribers(hub: Hub, pipeline: Pipeline, logger: Logger): OpenSubscriber {
  const queryOf = openDocuments();
  return (response) => ({
    async *subscribe(file, variables) {
      const scope = questionScope(hub, response, logger, { presentation: "page" });
      const question = pipeline.read({ query: queryOf(file), variables, operationName: undefined });
      const messages = await pipeline.carryOut(question, scope);
      if (!(Symbol.asyncIterator in messages)) return;
      for await (const { data } of messages) {
        if (!data) return;
        yield data as AnswerOf<typeof file>;
      }
    },
  });
}

export function openExecutors(hub: Hub, pipeline: Pipeline, logger: Logger): OpenExecutor {
  const queryOf = openDocuments();
  return (response, presentation = "page") => {
    const scopes: QuestionScope[] = [];
    return {
      now: hub.now,
      async execute(file, variables) {
        const scope = { ...questionScope(hub, response, logger, { presentation }), isRecordedByCaller: true };
        scopes.push(scope);
        const question = pipeline.read({ query: queryOf(file), variables, operationName: undefined });
        const { data, errors: [error] = [] } = await pipeline.carryOutAsText(question, scope);
        if (error) throw new AnswerFailed(error);
        // Templates get what a client of the API would parse.
        return JSON.parse(data ?? "null") as AnswerOf<typeof file>;
      },
      async release() {
        throwFirst(await Promise.all(scopes.map(recordAnswer)));
        throwFirst(scopes.map(refuseOutdated));
      },
      assertCurrent: () => throwFirst(scopes.map(refuseOutdated)),
    };
  };
}

/** Throws AnswerFailed if something is refused. */
function throwFirst(refusals: readonly (ExecutionResult | undefined)[]): void {
  const [error] = refusals.flatMap((refusal) => refusal?.errors ?? []);
  if (error) throw new AnswerFailed(error);
}

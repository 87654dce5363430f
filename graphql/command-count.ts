// How many commands a question holds: what they weigh and what they take from a budget follow from it.
import { type DocumentNode, getOperationAST } from "graphql";
import { rootFields } from "./root-fields.ts";

/** Each field of a mutation, by whatever name and in whatever fragment. The operation is valid. */
export const countCommands = (document: DocumentNode, operationName: string | undefined | null): number =>
  getOperationAST(document, operationName)?.operation === "mutation" ? rootFields(document, operationName).size : 0;

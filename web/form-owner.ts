// Whose form it is: a form that one person opened is not sent in the name of another who has signed in since, in the same browser.
import { hash } from "node:crypto";
import type { NextFunction, Request, Response } from "express";

const LENGTH = 22;

/** The value of the field `owner` in a person's forms. A digest, so that the next person in the browser does not read who it was. */
export const ownerMark = (person: string): string => hash("sha256", `form ${person}`, "base64url").slice(0, LENGTH);

/** The form has been read, and the person is signed in. */
export const requireOwnForm =
  (refuse: (response: Response) => void) =>
  ({ body }: Request, response: Response, next: NextFunction): void => {
    if (body?.owner === ownerMark(response.locals.person)) next();
    else refuse(response);
  };

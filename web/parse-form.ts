// Parses a form as browsers send it, into the request's body; a file that comes with it is put into the response's locals.
import express, { type RequestHandler } from "express";
import { readMultipart } from "../graphql/multipart-body.ts";
import type { FormWords } from "./page.ts";

/** The most bytes of a form. A journey carries all of its texts, and a letter can take nine bytes. */
const FORM_BYTES = 500_000;

/** What a form sent, as hidden fields that send it again. */
export const hiddenFieldsOf = (body: unknown): readonly { readonly name: string; readonly value: string }[] =>
  Object.entries((body ?? {}) as FormWords).flatMap(([name, value = ""]) => [value].flat().map((one) => ({ name, value: one })));

const parseFields = express.urlencoded({ extended: false, limit: FORM_BYTES });
const NOT_A_FORM = Object.assign(new Error("The body is no form of a page."), { status: 415, expose: true });

/** A form without files. */
export const parseTextForm: RequestHandler = (request, response, next) =>
  request.is("application/x-www-form-urlencoded") ? parseFields(request, response, next) : next(NOT_A_FORM);

const parseMultipart: RequestHandler = async (request, response, next) => {
  const form = await readMultipart(request);
  if (!form) return next(NOT_A_FORM);
  request.body = form.fields;
  response.locals.file = form.file;
  next();
};

/**
 * A form is read before the session is asked for, so that the words of one that has ended meanwhile are kept. A file is read only for somebody whom
 * `admitFile` lets pass.
 */
export const parseForm =
  (admitFile: RequestHandler): RequestHandler =>
  (request, response, next) => {
    if (!request.is("multipart/form-data")) return parseTextForm(request, response, next);
    const parse = () => parseMultipart(request, response, next);
    if (Number(request.headers["content-length"]) <= FORM_BYTES) return parse();
    return admitFile(request, response, (error?: unknown) => (error ? next(error) : parse()));
  };

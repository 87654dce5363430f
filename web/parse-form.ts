// Parses a form as browsers send it, into the request's body.
import express, { type RequestHandler } from "express";
import type { FormWords } from "./page.ts";

/** The most bytes of a form. A journey carries all of its texts, and a letter can take nine bytes. */
const FORM_BYTES = 500_000;

/** What a form sent, as hidden fields that send it again. */
export const hiddenFieldsOf = (body: unknown): readonly { readonly name: string; readonly value: string }[] =>
  Object.entries((body ?? {}) as FormWords).flatMap(([name, value = ""]) => [value].flat().map((one) => ({ name, value: one })));

const parseFields = express.urlencoded({ extended: false, limit: FORM_BYTES });
const NOT_A_FORM = Object.assign(new Error("The body is no form of a page."), { status: 415, expose: true });

export const parseForm: RequestHandler = (request, response, next) =>
  request.is("application/x-www-form-urlencoded") ? parseFields(request, response, next) : next(NOT_A_FORM);

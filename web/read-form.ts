// Reads a form as browsers send it, into the request's body.
import express, { type RequestHandler } from "express";

/** The most bytes of a form. A journey carries all of its texts, and a letter can take nine bytes. */
const FORM_BYTES = 500_000;

export const readForm: RequestHandler = express.urlencoded({ extended: false, limit: FORM_BYTES });

// What whole programs do: what they learn and print, what is said of mistakes, and what their traces hold.
import './programs.ts';
import './starters/starters.ts';
import './mistakes/mistakes.ts';
import './remarks.ts';
import './labels.ts';
import './edits.ts';
import './second.ts';
import './lines.ts';
import './turns.ts';

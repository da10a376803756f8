-- Each adaptive answer asks how often the items of its instrument were shown.
CREATE INDEX attempt_instrument ON attempt (instrument_id, state);

-- What is asked for at each look from outside must not read the bytes of all that was ever sent, nor each cut of a digest all that
-- was ever carried; and a digest that goes is looked for in alert_item, which refers to it.

-- +goose Up

CREATE INDEX delivery_undelivered ON delivery (seq) WHERE state <> 'delivered';
CREATE INDEX delivery_state ON delivery (target, state);
CREATE INDEX version_page ON version (until) WHERE basis = 'page';
CREATE INDEX alert_item_digest ON alert_item (digest);

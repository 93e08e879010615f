-- What a gateway carries now: one line for each token that let something in, its digest and how many connections.
alter table gateway add column carried text not null default '';

DROP INDEX `occurrence_long`;--> statement-breakpoint
CREATE INDEX `occurrence_days` ON `occurrence` (`territory_siren`,`ord`,`end_at`) WHERE end_at - start_at > 86400000 and end_at - start_at <= 691200000;--> statement-breakpoint
CREATE INDEX `occurrence_long` ON `occurrence` (`territory_siren`,`end_at`,`ord`) WHERE end_at - start_at > 691200000;
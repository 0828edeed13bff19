CREATE TABLE `traveller_barred` (
	`territory_siren` text NOT NULL,
	`email_hash` text NOT NULL,
	`suspended_at` integer NOT NULL,
	`suspended_reason` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`territory_siren`, `email_hash`)
);
--> statement-breakpoint
CREATE INDEX `traveller_barred_age` ON `traveller_barred` (`created_at`);--> statement-breakpoint
DROP INDEX `traveller_suspended`;--> statement-breakpoint
ALTER TABLE `traveller` ADD `guardian_asked_at` integer;--> statement-breakpoint
ALTER TABLE `traveller` ADD `guardian_turn` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `traveller_guardian_agreed` ON `traveller` (`guardian_agreed_at`) WHERE guardian_agreed_at is not null;--> statement-breakpoint
CREATE INDEX `traveller_guardian_asked` ON `traveller` (`guardian_asked_at`) WHERE guardian_asked_at is not null and guardian_agreed_at is null;--> statement-breakpoint
CREATE INDEX `traveller_suspended` ON `traveller` (`territory_siren`,`suspended_at`,`id`) WHERE suspended_at is not null;--> statement-breakpoint
ALTER TABLE `booking` ADD `shared_at` integer;--> statement-breakpoint
ALTER TABLE `booking` ADD `share_turn` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `traveller_report` ADD `decision` text;--> statement-breakpoint
ALTER TABLE `traveller_report` ADD `told_words` text;--> statement-breakpoint
CREATE INDEX `traveller_report_settled` ON `traveller_report` (`territory_siren`,`settled_at`,`id`) WHERE settled_at is not null;--> statement-breakpoint
CREATE INDEX `traveller_report_reporter` ON `traveller_report` (`reporter_id`);
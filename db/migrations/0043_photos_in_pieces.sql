CREATE TABLE `media_upload` (
	`id` text PRIMARY KEY NOT NULL,
	`upload_token_hash` text NOT NULL,
	`content_type` text NOT NULL,
	`bytes` integer NOT NULL,
	`created_at` integer NOT NULL,
	`completed_at` integer
);
--> statement-breakpoint
CREATE INDEX `media_upload_age` ON `media_upload` (`created_at`);--> statement-breakpoint
CREATE INDEX `media_upload_unfinished` ON `media_upload` (`completed_at`,`bytes`);
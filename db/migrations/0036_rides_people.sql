CREATE TABLE `departure_share` (
	`departure_id` text PRIMARY KEY NOT NULL,
	`share_hash` text NOT NULL,
	`share_turn` integer NOT NULL,
	`shared_at` integer,
	FOREIGN KEY (`departure_id`) REFERENCES `departure`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `departure_share_hash` ON `departure_share` (`share_hash`);--> statement-breakpoint
CREATE TABLE `desk_request_call` (
	`request_id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`helper_user_id` text,
	`leave_at` integer NOT NULL,
	`news_at` integer NOT NULL,
	`since_at` integer NOT NULL,
	`called_at` integer,
	`called_by_user_id` text,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`request_id`) REFERENCES `ride_request`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `desk_request_call_open` ON `desk_request_call` (`territory_siren`,`leave_at`,`request_id`) WHERE called_at is null;--> statement-breakpoint
CREATE INDEX `desk_request_call_helper` ON `desk_request_call` (`helper_user_id`,`territory_siren`,`leave_at`,`request_id`) WHERE helper_user_id is not null;
CREATE TABLE `aid_network` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`phone` text,
	`cents_per_km` integer NOT NULL,
	`created_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `aid_network_territory` ON `aid_network` (`territory_siren`,`name`,`id`);--> statement-breakpoint
CREATE TABLE `aid_request` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`network_id` text NOT NULL,
	`traveller_id` text NOT NULL,
	`entered_by_user_id` text,
	`from_place` text NOT NULL,
	`to_place` text NOT NULL,
	`from_words` text,
	`to_words` text,
	`day` text NOT NULL,
	`wall_time` text NOT NULL,
	`leave_at` integer NOT NULL,
	`back_time` text,
	`reason` text NOT NULL,
	`needs` text,
	`seats` integer DEFAULT 1 NOT NULL,
	`status` text DEFAULT 'open' NOT NULL,
	`volunteer_id` text,
	`taken_at` integer,
	`done_at` integer,
	`metres` integer,
	`reimbursed_cents` integer,
	`to_call` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`network_id`) REFERENCES `aid_network`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`traveller_id`) REFERENCES `traveller`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`volunteer_id`) REFERENCES `traveller`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `aid_request_list` ON `aid_request` (`territory_siren`,`leave_at`,`id`);--> statement-breakpoint
CREATE INDEX `aid_request_open` ON `aid_request` (`network_id`,`leave_at`,`id`) WHERE status = 'open';--> statement-breakpoint
CREATE INDEX `aid_request_traveller` ON `aid_request` (`traveller_id`,`leave_at`,`id`);--> statement-breakpoint
CREATE INDEX `aid_request_volunteer` ON `aid_request` (`volunteer_id`,`leave_at`,`id`);--> statement-breakpoint
CREATE INDEX `aid_request_age` ON `aid_request` (`leave_at`);--> statement-breakpoint
CREATE TABLE `aid_volunteer` (
	`network_id` text NOT NULL,
	`traveller_id` text NOT NULL,
	`status` text DEFAULT 'asked' NOT NULL,
	`asked_at` integer NOT NULL,
	`decided_at` integer,
	`decided_by_user_id` text,
	PRIMARY KEY(`network_id`, `traveller_id`),
	FOREIGN KEY (`network_id`) REFERENCES `aid_network`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`traveller_id`) REFERENCES `traveller`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `aid_volunteer_of` ON `aid_volunteer` (`traveller_id`,`status`);
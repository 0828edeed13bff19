DROP INDEX `notification_subject`;--> statement-breakpoint
DROP INDEX `notification_todo`;--> statement-breakpoint
CREATE INDEX `notification_order` ON `notification` (`subject`,`person`,`channel`,`created_at`);--> statement-breakpoint
CREATE INDEX `notification_todo` ON `notification` (`channel`,`urgent`,`next_at`,`id`) WHERE state = 'pending';
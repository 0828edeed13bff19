CREATE INDEX `session_expiry` ON `session` (`expires_at`);--> statement-breakpoint
CREATE INDEX `verification_expiry` ON `verification` (`expires_at`);--> statement-breakpoint
CREATE INDEX `device_gone` ON `device` (`removed_at`) WHERE removed_at is not null;--> statement-breakpoint
CREATE INDEX `outbox_done` ON `outbox` (`done_at`) WHERE done_at is not null;--> statement-breakpoint
CREATE INDEX `incident_follower_age` ON `incident_follower` (`created_at`);--> statement-breakpoint
CREATE INDEX `incident_follower_unconfirmed` ON `incident_follower` (`created_at`) WHERE confirmed_at is null;--> statement-breakpoint
CREATE INDEX `incident_forward_body` ON `incident_forward` (`body_id`);